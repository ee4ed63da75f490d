import { answerEnvelopeBytes } from './framing.ts'
import type { Parameters } from './parameters.ts'
import type { Prediction } from './prediction.ts'

/** What is known of one client's requests, from which every figure per event follows; null where nothing is. */
export interface Answers {
  readonly requestsPerSecond: number | null
  /** Events delivered, over all requests. */
  readonly eventsPerRequest: number | null
  readonly emptyShare: number | null
}

/** Segments of a request and its answer: data, data and the last acknowledgement; and with a connection for each. */
const segmentsPerRequest = { kept: 3, opened: 10 }

/**
 * Bytes, segments and batches of a transport that asks, with b events a request: heads Hq/b up and Hs/b down, 3/b
 * segments, without keep-alive 10/b; a bodied answer has a Content-Length and so no framing (RFC 9112 section 6.2).
 */
export function answerFigures(
  { requestHeadBytes, responseHeadBytes, emptyResponseHeadBytes, cursorBytes, keepAlive }: Parameters,
  { requestsPerSecond, eventsPerRequest, emptyShare }: Answers,
): Omit<Prediction, 'latencyMs' | 'seenShare'> {
  const perEvent = (bytes: number | null) =>
    bytes === null || eventsPerRequest === null ? null : bytes / eventsPerRequest
  const eventsPerNonEmptyAnswer = emptyShare === null ? null : perAnswer(eventsPerRequest, emptyShare)
  return {
    requestsPerSecond,
    emptyShare,
    eventsPerNonEmptyAnswer,
    headBytesPerEvent: {
      up: perEvent(requestHeadBytes),
      down: perEvent(meanHeadBytes(responseHeadBytes, emptyResponseHeadBytes, emptyShare)),
    },
    framingBytesPerEvent: { up: 0, down: 0 },
    envelopeBytesPerEvent: {
      up: 0,
      down: eventsPerNonEmptyAnswer && answerEnvelopeBytes(eventsPerNonEmptyAnswer, cursorBytes),
    },
    segmentsPerEvent: perEvent(keepAlive ? segmentsPerRequest.kept : segmentsPerRequest.opened),
  }
}

function perAnswer(eventsPerRequest: number | null, emptyShare: number): number | null {
  return eventsPerRequest === null || emptyShare === 1 ? null : eventsPerRequest / (1 - emptyShare)
}

function meanHeadBytes(full: number, empty: number, emptyShare: number | null): number | null {
  if (full === empty) return full
  return emptyShare === null ? null : full + emptyShare * (empty - full)
}

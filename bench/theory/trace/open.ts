import { createRunLog } from './log.ts'
import {
  type ClientRun,
  type ClientStart,
  eventsIntendedUntil,
  eventsUntil,
  startOf,
  type Trace,
} from './trace.ts'

/**
 * An open transport on a trace: one transit, and while a stream that was ended at its age is taken up again, the wait
 * for that (RFC 6202 section 3.2). Each time it is taken up counts as a request and an answer. Throws a RangeError for
 * an age that is not positive, or a client without `openedMs` where there is one.
 */
export function runOpen(trace: Trace, client: ClientStart): ClientRun {
  const { availableMs, windowToMs, streamAgeMs, oneWayUpMs, oneWayDownMs, setupMs } = trace
  const log = createRunLog(trace)
  const transitMs = oneWayDownMs + trace.serviceMs
  const gapMs = transitMs + setupMs + oneWayUpMs
  let openMs = Number.NEGATIVE_INFINITY
  let endMs = Number.POSITIVE_INFINITY
  if (streamAgeMs !== null) {
    if (!(streamAgeMs > 0))
      throw new RangeError(`streamAgeMs: got ${streamAgeMs}, expected a positive number`)
    openMs = startOf(client, 'openedMs', trace.transport) - oneWayDownMs
    endMs = openMs + streamAgeMs
  }

  const first = client.openedMs === undefined ? 0 : eventsUntil(trace, client.openedMs - oneWayDownMs)
  const end = eventsIntendedUntil(trace, windowToMs)
  for (let event = first; event < end; event += 1) {
    restartUntil(availableMs[event]!)
    const thereMs = availableMs[event]!
    log.delivered((thereMs < openMs ? openMs : thereMs + trace.aheadMs) + transitMs, event)
  }
  restartUntil(windowToMs)
  return log.run

  /** Takes the stream up again as often as it ended before a time. */
  function restartUntil(atMs: number): void {
    while (endMs < atMs) {
      log.sent(endMs + transitMs)
      openMs = endMs + gapMs
      log.answered(openMs + transitMs, 0, 0)
      endMs = openMs + streamAgeMs!
    }
  }
}

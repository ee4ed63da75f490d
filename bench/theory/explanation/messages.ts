import type { TransportName } from '../../../server/protocol.ts'
import type { CountedTrial } from '../../statistics/selection.ts'
import type { ByteCategory } from '../../wire/books.ts'
import type { Facts } from './facts.ts'

type Size = (trial: CountedTrial, facts: Facts) => number | null

/** A category's bytes of one request and its answer, or of one event of an open transport, for each event published. */
function bytesOf(category: ByteCategory): Size {
  return ({ requests, events, windowBytes: { up, down } }, { predicted }) => {
    if (events.published === 0) return null
    const one = requests.sent === 0 ? predicted : (up[category] + down[category]) / requests.sent
    return one / events.published
  }
}

/** What one message of each client more or fewer makes in a trial, in the unit of the quantity. */
export const messages: Readonly<Record<string, Size>> = {
  requestsPerClientPerMinute: ({ measuredMs }) => 60_000 / measuredMs,
  headBytesPerEvent: bytesOf('head'),
  framingBytesPerEvent: bytesOf('framing'),
  envelopeBytesPerEvent: bytesOf('envelope'),
}

interface Step {
  readonly bytes: number
  readonly of: string
}

const cursor: Step = { bytes: 1, of: 'a cursor’s length' }
const chunk: Step = { bytes: 1, of: 'a chunk size’s length (RFC 9112 section 7.1)' }
const frame: Step = { bytes: 2, of: 'a frame’s length field (RFC 6455 section 5.2)' }

/** By how much the size of a message steps where a number in it takes one more digit, for each event. */
export const wholeBytes: Record<TransportName, Readonly<Record<string, Step>>> = {
  polling: { envelopeBytesPerEvent: cursor },
  'long-polling': { envelopeBytesPerEvent: cursor },
  streaming: { framingBytesPerEvent: chunk },
  sse: { framingBytesPerEvent: chunk, envelopeBytesPerEvent: cursor },
  websocket: { framingBytesPerEvent: frame },
}

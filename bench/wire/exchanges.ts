import type { TransportName } from '../../server/protocol.ts'
import type { ByteCategory, Way } from './books.ts'
import { eventElements, publishedValue } from './json-members.ts'
import { recordFields, recordLines, recordMessage } from './records.ts'
import type { NewClassify } from './stream.ts'

/** How the bodies and the WebSocket messages of one path are classified, each way. */
export type Exchange = Readonly<Record<'body' | 'message', Readonly<Record<Way, NewClassify>>>>

const whole =
  (category: ByteCategory): NewClassify =>
  count =>
  bytes =>
    count(category, bytes.length)

/** Counts everything as `envelope`: problems, health, answers to a publication. */
export const envelope = whole('envelope')
const payload = whole('payload')

const plain = { up: envelope, down: envelope }
const poll: Exchange = { body: { up: envelope, down: eventElements }, message: plain }

/** The wire's paths, and where on each the payload stands. */
const exchanges: Readonly<Record<`/${TransportName | 'events' | 'echo' | 'health'}`, Exchange>> = {
  '/polling': poll,
  '/long-polling': poll,
  '/streaming': { body: { up: envelope, down: recordLines }, message: plain },
  '/sse': { body: { up: envelope, down: recordFields }, message: plain },
  '/websocket': { body: plain, message: { up: publishedValue, down: recordMessage } },
  '/events': { body: { up: payload, down: envelope }, message: plain },
  '/echo': { body: plain, message: { up: payload, down: payload } },
  '/health': { body: plain, message: plain },
}

const exchangeByPath: ReadonlyMap<string, Exchange> = new Map(Object.entries(exchanges))
const unknown: Exchange = { body: plain, message: plain }

/** The classification of a path; on one that the wire does not have all is `envelope`. */
export function exchangeOf(path: string): Exchange {
  return exchangeByPath.get(path) ?? unknown
}

import type { TransportName } from '../server/protocol.ts'
import type { SubscriberOptions } from './load/subscriber.ts'
import type { Receipts } from './load-process.ts'
import type { Window } from './meter.ts'
import type { Scenario } from './report/types.ts'
import type { LoneEvent } from './server-process.ts'

/** Between two lone events of a round trip at least: seldom enough that each is alone. */
const leastSpacingMs = 60
/** From a round trip on, so that a long poll's next request is held again. */
const answeredMs = 20
/** From the end of the lone clients to the end of the warm-up, so that nothing of theirs is in the window. */
export const loneEndMs = 30
/** After its request's arrival a long poll is surely held. */
const heldMs = 5

/** The client of a round trip's lone messages: alone on its topic; a poller asks again a while after each answer. */
export function loneSubscriberOf(like: SubscriberOptions, url: string, group: number): SubscriberOptions {
  return { ...like, url, topic: topicOf(group), poll: { intervalMs: leastSpacingMs, pace: 'pause' } }
}

/**
 * Lone events for each round trip within a warm-up, the round trips in turn, so that each is received within it; none for
 * polling, whose lone message is a poll.
 */
export function planLoneEvents(
  transport: TransportName,
  { fromMs, toMs }: Window,
  scenarios: readonly Scenario[],
): LoneEvent[] {
  if (transport === 'polling') return []
  const events = scenarios.flatMap(({ link: { rttMs } }, group) => {
    const spacingMs = Math.max(leastSpacingMs, rttMs + answeredMs)
    const firstMs = fromMs + (leastSpacingMs * group) / scenarios.length
    const untilMs = toMs - loneEndMs - rttMs / 2 - leastSpacingMs / 2
    const count = Math.max(0, Math.ceil((untilMs - firstMs) / spacingMs))
    return Array.from({ length: count }, (_, index) => ({
      atMs: firstMs + index * spacingMs,
      topic: topicOf(group),
    }))
  })
  return events.toSorted((a, b) => a.atMs - b.atMs)
}

/** What one lone client did and received, when the events of all of them were appended, and its link's round trip. */
export interface LoneCourse {
  readonly receipts: Pick<Receipts, 'sequences' | 'receivedMs' | 'sentMs' | 'emptyMs'>
  readonly appendedMs: Float64Array
  readonly rttMs: number
}

/**
 * What a client's lone messages took one way, in milliseconds: from an event's append to its receipt, where the client's
 * request was held or its stream open by then. A poll that finds nothing has half of its round trip. The first is left
 * out: it meets code that never ran.
 */
export function loneOneWayMs(transport: TransportName, course: LoneCourse): Float64Array {
  return (transport === 'polling' ? halfRoundTripsMs(course) : deliveriesMs(course)).subarray(1)
}

function halfRoundTripsMs({ receipts: { sentMs, emptyMs } }: LoneCourse): Float64Array {
  return emptyMs.map(answeredMs => {
    const askedMs = sentMs.findLast(sent => sent < answeredMs)!
    return (answeredMs - askedMs) / 2
  })
}

function deliveriesMs({
  receipts: { sequences, receivedMs, sentMs },
  appendedMs,
  rttMs,
}: LoneCourse): Float64Array {
  const took: number[] = []
  for (const [index, sequence] of sequences.entries()) {
    const fromMs = appendedMs[sequence - 1]!
    const askedMs = sentMs.findLast(sent => sent < receivedMs[index]!)!
    if (askedMs + rttMs / 2 + heldMs <= fromMs) took.push(receivedMs[index]! - fromMs)
  }
  return Float64Array.from(took)
}

/** Fewer than these have no middle that one late message would leave where it is. */
const leastLone = 5

/**
 * What lone messages of a round trip took one way, of those of all round trips and their links' delays. Where it is so
 * long that few fit in a warm-up, the others' stand for them, each by what it took over its own link's delay.
 */
export function loneMsAt(
  index: number,
  loneMs: readonly Float64Array[],
  delaysMs: readonly number[],
): readonly number[] {
  const own = loneMs[index]!
  if (own.length >= leastLone) return [...own]
  return loneMs.flatMap((values, other) => Array.from(values, ms => ms - delaysMs[other]! + delaysMs[index]!))
}

function topicOf(group: number): string {
  return `alone-${group}`
}

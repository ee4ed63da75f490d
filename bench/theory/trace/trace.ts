import type { Take, TransportName } from '../../../server/protocol.ts'

/** What one client of a trial began with, on the clock of the events. */
export interface ClientStart {
  /** When it sent its first poll after its cursor; polling and long polling need it. */
  readonly firstPollMs?: number | undefined
  /**
   * When it sent each of its polls or long polls after its cursor. Given, the model takes them as they were, since an
   * error of a millisecond decides which answer an event is in, and moves every gap after it; whether they were sent in
   * time is judged apart. Beyond the last it goes by the rule.
   */
  readonly sentMs?: ArrayLike<number> | undefined
  /** When it had its opening cursor; a stream that ends at an age needs it. Earlier events are not its own. */
  readonly openedMs?: number | undefined
}

/** One trial's own trace: what the model is run on, all times in milliseconds on one clock. */
export interface Trace {
  readonly transport: TransportName
  /** When every event should have been appended, warm-up among them, in rising order. */
  readonly intendedMs: Float64Array
  /** When each was there to be read, in rising order: those that the log was given in one turn came together. */
  readonly availableMs: Float64Array
  /** The measured window: events by their intended time, requests by when they are sent, empty ones received. */
  readonly windowFromMs: number
  readonly windowToMs: number
  readonly clients: readonly ClientStart[]
  /** Delay of the link, as achieved. */
  readonly oneWayUpMs: number
  readonly oneWayDownMs: number
  /** What a delivery waits for others' where its request was held or its stream open. */
  readonly aheadMs: number
  /** What a delivery takes beside the delay. */
  readonly serviceMs: number
  /** What each request pays for its connection: 0 when it is kept alive. */
  readonly setupMs: number
  readonly pollIntervalMs: number
  readonly pace: 'rate' | 'pause'
  readonly holdMs: number
  readonly take: Take
  /** Age at which the server ends a stream; null: never. */
  readonly streamAgeMs: number | null
}

/** How late an event may be before that is the feed's fault, in milliseconds. */
export const mostFeedLagMs = 5

/**
 * When events were there, as the model takes it: as they were, but at most 5 ms after they should have been, so that a
 * feed that drifts is not explained away.
 */
export function creditedMs(intendedMs: Float64Array, availableMs: Float64Array): Float64Array {
  return availableMs.map((ms, event) => Math.min(ms, intendedMs[event]! + mostFeedLagMs))
}

/** What one client should have seen. */
export interface ClientRun {
  /** The window's events that it received, as indices of the trace's. */
  readonly events: readonly number[]
  /**
   * Intended to received, of each of these events; NaN where the event was there within a millisecond of a request's
   * arrival, so that either answer may have it.
   */
  readonly latencyMs: readonly number[]
  /** Requests sent in the window. */
  readonly requests: number
  /** Answers received in the window, and those without an event. */
  readonly answers: number
  readonly empty: number
}

/** How many events are there at a time. */
export function eventsUntil({ availableMs }: Trace, untilMs: number): number {
  return countUntil(availableMs, untilMs)
}

/** How many events should be there at a time. */
export function eventsIntendedUntil({ intendedMs }: Trace, untilMs: number): number {
  return countUntil(intendedMs, untilMs)
}

function countUntil(risingMs: Float64Array, untilMs: number): number {
  let low = 0
  let high = risingMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (risingMs[middle]! <= untilMs) low = middle + 1
    else high = middle
  }
  return low
}

/** A start that a transport can't do without. Throws a RangeError that names it. */
export function startOf(
  client: ClientStart,
  field: 'firstPollMs' | 'openedMs',
  transport: TransportName,
): number {
  const startMs = client[field]
  if (startMs === undefined) throw new RangeError(`clients.${field}: ${transport} needs it, got none`)
  return startMs
}

import type { Take, TransportName } from '../../../server/protocol.ts'

/** What one client of a trial began with, on the clock of the events. */
export interface ClientStart {
  /** When it sent its first poll after its cursor; polling and long polling need it. */
  readonly firstPollMs?: number | undefined
  /** When it had its opening cursor; a stream that ends at an age needs it. Earlier events are not its own. */
  readonly openedMs?: number | undefined
}

/** One trial's own trace: what the model is run on, all times in milliseconds on one clock. */
export interface Trace {
  readonly transport: TransportName
  /** When every event should have been appended, warm-up among them, in rising order. */
  readonly intendedMs: Float64Array
  /** The measured window: events by their intended time, requests by when they are sent, empty ones received. */
  readonly windowFromMs: number
  readonly windowToMs: number
  readonly clients: readonly ClientStart[]
  /** Delay of the link, as achieved. */
  readonly oneWayUpMs: number
  readonly oneWayDownMs: number
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

/** What one client should have seen. */
export interface ClientRun {
  /** Intended to received, of the window's events, in their order. */
  readonly latencyMs: readonly number[]
  /** Requests sent in the window. */
  readonly requests: number
  /** Answers received in the window, and those without an event. */
  readonly answers: number
  readonly empty: number
}

/** How many events come before a time, or at it; `intendedMs` rises. */
export function eventsUntil({ intendedMs }: Trace, untilMs: number): number {
  let low = 0
  let high = intendedMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (intendedMs[middle]! <= untilMs) low = middle + 1
    else high = middle
  }
  return low
}

/** A start that a transport can't do without. Throws a RangeError that names it. */
export function startOf(client: ClientStart, field: keyof ClientStart, transport: TransportName): number {
  const startMs = client[field]
  if (startMs === undefined) throw new RangeError(`clients.${field}: ${transport} needs it, got none`)
  return startMs
}

/** How much is measured; durations in milliseconds. */
export interface Sizes {
  /** Rounds of a floor or of requests, pairs of windows, blocks of the latency pair. */
  readonly rounds: number
  /** Round trips of one floor in one round. */
  readonly roundTrips: number
  /** Of one block of the latency pair; half are ours. */
  readonly messagesPerBlock: number
  readonly subscribers: number
  /** Events of one window of deliveries, and the time between two of them. */
  readonly eventsPerWindow: number
  readonly eventIntervalMs: number
  /** Of one run of requests. */
  readonly requestMs: number
}

/** At scale 1: a second a block, two seconds a window, one second of requests. */
const full: Sizes = {
  rounds: 10,
  roundTrips: 200,
  messagesPerBlock: 200,
  subscribers: 100,
  eventsPerWindow: 40,
  eventIntervalMs: 50,
  requestMs: 1_000,
}

/** Between two messages of the latency pair. */
export const messageIntervalMs = 5

/** Sizes for a part of the whole, `scale` from 0 to 1; never fewer than two rounds. */
export function sizesOf(scale: number): Sizes {
  const part = (least: number, whole: number) => Math.max(least, Math.round(whole * scale))
  return {
    rounds: part(2, full.rounds),
    roundTrips: part(20, full.roundTrips),
    messagesPerBlock: 2 * part(10, full.messagesPerBlock / 2),
    subscribers: part(5, full.subscribers),
    eventsPerWindow: part(4, full.eventsPerWindow),
    eventIntervalMs: full.eventIntervalMs,
    requestMs: part(100, full.requestMs),
  }
}

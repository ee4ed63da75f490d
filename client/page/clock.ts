import type { HostClock } from './context.ts'
import type { ClockReading } from './state.ts'

/** One round trip: the page's clock at either end, the host's clock between them, in milliseconds. */
export interface RoundTrip {
  readonly sentMs: number
  readonly hostReceivedMs: number
  readonly hostSentMs: number
  readonly receivedMs: number
}

/** How many round trips a reading looks back on. */
export const roundTripsKept = 8

/**
 * Reads the host's clock from round trips: the one of least delay counts, because what the others took longer may
 * all have been on one way; half its delay is the most that the reading can be wrong (RFC 5905 section 8). Null of none.
 */
export function readClock(trips: readonly RoundTrip[]): ClockReading | null {
  let best: ClockReading | null = null
  for (const { sentMs, hostReceivedMs, hostSentMs, receivedMs } of trips) {
    const errorMs = Math.max(0, receivedMs - sentMs - (hostSentMs - hostReceivedMs)) / 2
    const offsetMs = (hostReceivedMs - sentMs + (hostSentMs - receivedMs)) / 2
    if (best === null || errorMs < best.errorMs) best = { offsetMs, errorMs }
  }
  return best
}

/** A host's clock that learns from each round trip. */
export interface LearningClock extends HostClock {
  /** Takes a round trip in and gives the reading that now holds. */
  learn(trip: RoundTrip): ClockReading
  /** Forgets everything: another process has another clock. */
  forget(): void
}

/** Creates a host's clock; `now` is the page's, in milliseconds. */
export function createHostClock(now: () => number): LearningClock {
  let trips: readonly RoundTrip[] = []
  let offsetMs = 0
  return {
    now: () => now() + offsetMs,
    toHost: pageMs => pageMs + offsetMs,
    toPage: hostMs => hostMs - offsetMs,
    learn(trip) {
      trips = [...trips, trip].slice(-roundTripsKept)
      const reading = readClock(trips) as ClockReading
      offsetMs = reading.offsetMs
      return reading
    },
    forget() {
      trips = []
      offsetMs = 0
    },
  }
}

import type { HostClock } from '../context.ts'

/** A host's clock that stands still while it is stopped. */
export interface StoppableClock extends HostClock {
  setRunning(running: boolean): void
}

/** Creates a clock that begins at the page's time and runs; `now` is the page's, in milliseconds. */
export function createStoppableClock(now: () => number): StoppableClock {
  let behindMs = 0
  let stoppedMs: number | null = null
  return {
    now: () => stoppedMs ?? now() - behindMs,
    toHost: pageMs => pageMs - behindMs,
    toPage: hostMs => hostMs + behindMs,
    setRunning(running) {
      if (running === (stoppedMs === null)) return
      if (stoppedMs === null) stoppedMs = now() - behindMs
      else {
        behindMs = now() - stoppedMs
        stoppedMs = null
      }
    },
  }
}

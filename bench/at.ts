import { setTimeout as wait } from 'node:timers/promises'
import { monotonicMs } from '../server/sources/clock.ts'

/** Resolves at a time on the host's monotonic clock, never before; at once when it has passed. */
export async function at(timeMs: number): Promise<void> {
  for (let leftMs = timeMs - monotonicMs(); leftMs > 0; leftMs = timeMs - monotonicMs()) {
    await wait(Math.ceil(leftMs))
  }
}

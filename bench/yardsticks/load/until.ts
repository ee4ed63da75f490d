import { setTimeout as wait } from 'node:timers/promises'
import { monotonicMs } from '../../../server/sources/clock.ts'

/** How long what was sent may still be on its way, in milliseconds. */
const patienceMs = 2_000
const lookEveryMs = 5

/** Resolves when `count` has reached a number, or when there is no more patience; then too with the count as it is. */
export async function until(count: () => number, least: number): Promise<number> {
  const deadlineMs = monotonicMs() + patienceMs
  while (count() < least && monotonicMs() < deadlineMs) await wait(lookEveryMs)
  return count()
}

import { setTimeout as wait } from 'node:timers/promises'
import { monotonicMs } from '../../../server/sources/clock.ts'

/** How long nothing may come before nothing more is expected: longer than a poller waits for its next poll. */
const defaultQuietMs = 3_000
/** How long something that still comes is waited for. */
const mostMs = 20_000
const lookEveryMs = 5

/** Resolves when nothing is missing, when less has not become missing for a while, or when it takes too long. */
export async function settled(missing: () => number, quietMs = defaultQuietMs): Promise<void> {
  const begunMs = monotonicMs()
  let changedMs = begunMs
  let before = missing()
  while (before > 0) {
    await wait(lookEveryMs)
    const nowMs = monotonicMs()
    const now = missing()
    if (now !== before) changedMs = nowMs
    before = now
    if (nowMs - changedMs > quietMs || nowMs - begunMs > mostMs) return
  }
}

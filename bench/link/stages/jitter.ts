import type { Random } from '../../../server/sources/random.ts'
import type { CreateStage } from '../stage.ts'

/** Adds to each item a uniform random time up to `jitterMs`; one that would overtake another leaves with it. */
export const jitter: CreateStage = line => {
  let random: Random | undefined
  let previousMs = Number.NEGATIVE_INFINITY
  return item => {
    const { jitterMs } = line.settings
    if (jitterMs > 0) random ??= line.random('jitter')
    const addedMs = jitterMs > 0 ? random!() * jitterMs : 0
    previousMs = Math.max(previousMs, item.dueMs + addedMs)
    line.pass({ ...item, dueMs: previousMs })
  }
}

import type { Metronome } from '../../../server/sources/metronome.ts'

/** Calls many members once a second each, spread over it, with one alarm a millisecond for all of them. */
export interface EverySecond {
  /** The first call comes within a second; `dueMs` is when it was to come, on the host's monotonic clock. */
  add(call: (dueMs: number) => void): () => void
}

const slots = 1_000
/** Steps of about the golden ratio spread any number of members evenly; it shares no factor with the slots. */
const step = 617

/** Starts it; it ends with the clock. */
export function createEverySecond(clock: Metronome): EverySecond {
  const members = Array.from({ length: slots }, () => new Set<(dueMs: number) => void>())
  let added = 0

  const run = async () => {
    const startMs = Math.ceil(clock.now())
    for (let tick = 0; ; tick += 1) {
      const dueMs = startMs + tick
      await clock.at(dueMs)
      for (const call of members[tick % slots]!) call(dueMs)
    }
  }
  // Only the clock's end ends it.
  run().catch(() => {})

  return {
    add(call) {
      const slot = members[(added * step) % slots]!
      added += 1
      slot.add(call)
      return () => slot.delete(call)
    },
  }
}

import type { Metronome } from '../../../server/sources/metronome.ts'

/** Calls many members once a second each, spread over it, with one alarm a millisecond for all of them. */
export interface EverySecond {
  /** The first call comes within a second; `dueMs` is when it was to come, on the host's monotonic clock. */
  add(call: (dueMs: number) => void): () => void
}

/** Calls nobody. */
export const never: EverySecond = { add: () => () => {} }

const slots = 1_000
/** Steps of about the golden ratio spread any number of members evenly; it shares no factor with the slots. */
const step = 617

/** Starts with its first member, and ends with the clock, which an abort of the signal ends. */
export function createEverySecond(clock: Pick<Metronome, 'now' | 'at'>, signal: AbortSignal): EverySecond {
  const members = Array.from({ length: slots }, () => new Set<(dueMs: number) => void>())
  let added = 0

  async function run(): Promise<void> {
    const startMs = Math.ceil(clock.now())
    for (let tick = 0; ; ) {
      await clock.at(startMs + tick)
      for (const nowMs = clock.now(); startMs + tick <= nowMs; tick += 1) {
        for (const call of members[tick % slots]!) call(startMs + tick)
      }
    }
  }

  return {
    add(call) {
      if (added === 0) run().catch(unlessAborted(signal))
      const slot = members[(added * step) % slots]!
      added += 1
      slot.add(call)
      return () => slot.delete(call)
    },
  }
}

function unlessAborted(signal: AbortSignal): (error: unknown) => void {
  return error => {
    if (!signal.aborted) throw error
  }
}

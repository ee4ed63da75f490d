import type { TraceOfTrial } from './model.ts'
import type { Residuals } from './statistics/bins.ts'
import type { Trace } from './theory/trace/trace.ts'
import { predictTrace } from './theory/trace.ts'

/** A trial's deliveries: how much later than the model's each came, in milliseconds, by their event's intended time. */
export interface TrialResiduals extends Residuals {
  readonly timesMs: Float64Array
  readonly residualsMs: Float64Array
}

/** What came of a trial's events, and when its feed started. */
export interface ReceivedTrial {
  readonly feed: Pick<TraceOfTrial['feed'], 'sequences' | 'intendedMs'>
  readonly receipts: TraceOfTrial['receipts']
  readonly startAtMs: number
}

/**
 * Lays every client's first receipt of each event beside the model run on the trial's own trace, from the feed's start
 * (warm-up included) to the window's end. Left out are events that never came, those that a newer one overtook in the
 * model, and those (NaN) that may be in either of two answers.
 */
export function residualsOf(trace: Trace, { feed, receipts, startAtMs }: ReceivedTrial): TrialResiduals {
  const { latencyMs, eventsPerClient } = predictTrace({ ...trace, windowFromMs: startAtMs })
  const timesMs: number[] = []
  const residualsMs: number[] = []
  let delivery = 0
  eventsPerClient.forEach((events, client) => {
    const receivedMs = firstReceipts(receipts[client]!)
    for (const event of events) {
      const intended = feed.intendedMs[event]!
      const received = receivedMs.get(feed.sequences[event]!)
      if (received !== undefined && !Number.isNaN(latencyMs[delivery]!)) {
        timesMs.push(intended)
        residualsMs.push(received - intended - latencyMs[delivery]!)
      }
      delivery += 1
    }
  })
  return { timesMs: Float64Array.from(timesMs), residualsMs: Float64Array.from(residualsMs) }
}

/** When each sequence came; of one that came twice, the first time. */
function firstReceipts({ sequences, receivedMs }: TraceOfTrial['receipts'][number]): Map<number, number> {
  const first = new Map<number, number>()
  sequences.forEach((sequence, index) => {
    if (!first.has(sequence)) first.set(sequence, receivedMs[index]!)
  })
  return first
}

/** The residuals of several round trips that ran at once, as one. */
export function joinResiduals(groups: readonly TrialResiduals[]): TrialResiduals {
  const join = (of: keyof TrialResiduals) => Float64Array.from(groups.flatMap(group => [...group[of]]))
  return { timesMs: join('timesMs'), residualsMs: join('residualsMs') }
}

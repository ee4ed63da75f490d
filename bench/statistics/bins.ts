import { medianInterval } from './interval.ts'
import type { Point } from './trend.ts'

/** Deliveries of a trial from the feed's start to the window's end, on one clock in milliseconds, in any order. */
export interface Residuals {
  /** When each delivery's event should have been appended; the deliveries of one event share it. */
  readonly timesMs: ArrayLike<number>
  /** How much later each came than the model on the trial's own trace has it, so that poll phases cancel. */
  readonly residualsMs: ArrayLike<number>
}

/** Events of a stretch of time by their median residuals, in milliseconds. */
export interface Bin {
  readonly startMs: number
  readonly values: readonly number[]
}

/** Fewer events in a bin say little of its median. */
const leastEvents = 4

/**
 * Bins of a length, in the order of time, laid backwards from `toMs`: one with too few events is taken with those
 * before it until they are enough, and the first with all that is left. None where there are too few for one.
 */
export function binsOf(events: readonly Point[], fromMs: number, toMs: number, lengthMs: number): Bin[] {
  const count = Math.max(1, Math.round((toMs - fromMs) / lengthMs))
  const edgeMs = (index: number) => (index === 0 ? fromMs : toMs - (count - index) * lengthMs)
  const bins: Bin[] = []
  let values: readonly number[] = []
  for (let index = count - 1; index >= 0; index -= 1) {
    const next = between(events, edgeMs(index), edgeMs(index + 1)).map(({ value }) => value)
    values = [...next, ...values]
    if (values.length < leastEvents) continue
    bins.unshift({ startMs: edgeMs(index), values })
    values = []
  }
  const [first, ...others] = bins
  return first ? [{ startMs: fromMs, values: [...values, ...first.values] }, ...others] : []
}

/** Each event's median residual, in the order of their times. */
export function eventsOf({ timesMs, residualsMs }: Residuals): Point[] {
  const byTime = new Map<number, number[]>()
  for (let index = 0; index < timesMs.length; index += 1) {
    const deliveries = byTime.get(timesMs[index]!)
    if (deliveries) deliveries.push(residualsMs[index]!)
    else byTime.set(timesMs[index]!, [residualsMs[index]!])
  }
  return [...byTime]
    .map(([atMs, values]) => ({ atMs, value: medianInterval(values).median! }))
    .sort((a, b) => a.atMs - b.atMs)
}

/** Of how many runs of events the trend is taken: long ones depend less on each other, and cost less. */
const mostRuns = 20

/** Runs of about as many events each, by their median time and residual; an event alone where they are few. */
export function runsOf(events: readonly Point[]): Point[] {
  const count = Math.min(mostRuns, events.length)
  const edge = (index: number) => Math.floor((index * events.length) / count)
  return Array.from({ length: count }, (_, index) => {
    const run = events.slice(edge(index), edge(index + 1))
    return {
      atMs: medianInterval(run.map(({ atMs }) => atMs)).median!,
      value: medianInterval(run.map(({ value }) => value)).median!,
    }
  })
}

/** The events from a time on and before another. */
export function between(events: readonly Point[], fromMs: number, toMs: number): Point[] {
  return events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
}

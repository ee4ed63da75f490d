import { type Bin, between, binsOf, eventsOf, type Residuals, runsOf } from './bins.ts'
import { medianInterval } from './interval.ts'
import { medianStandardError } from './median-error.ts'
import { type Point, slopeOf } from './trend.ts'
import { practicalThresholds } from './verdict.ts'

/** What part of a trial is judged, and beside what. */
export interface Course {
  /** When the feed started. */
  readonly fromMs: number
  readonly windowFromMs: number
  readonly windowToMs: number
  /** Median latency that was measured in the window. */
  readonly latencyP50Ms: number
}

/** Whether a trial was warm when its window began, and stayed as it was. */
export interface Stationarity {
  /** Start of the first bin from which on all agree with the window; null: never, or too few events to tell. */
  readonly settledAtMs: number | null
  readonly nonstationary: boolean
  /** How much later events come at the window's end than at its beginning; null with too few to tell. */
  readonly trendMs: number | null
}

/** Bins of the window; the warm-up is cut to their length, backwards from the window. */
const windowBins = 10
/** Fewer bins of a window say nothing of when it settled. */
const leastBins = 3
/**
 * How many standard errors a bin's median may be off. Where events scatter far beyond the tolerance, 7 to 9 % of
 * stationary trials of 10 bins have one that is further off; where they scatter by less, fewer than 1 %.
 */
const agreement = 3

/**
 * Finds when a trial had settled, and its trend over the window. It is nonstationary when bins of the window differ
 * from the window's median by more than 3 of their standard errors, or a trend is sure at 1 %; and by more than 1 ms
 * and 5 % of latency, less than which no verdict calls a difference. The unit is the event: its deliveries share
 * its lag and the moment's stall, so that 15 of them say no more than their median.
 */
export function judgeStationarity(residuals: Residuals, course: Course): Stationarity {
  const { fromMs, windowFromMs, windowToMs, latencyP50Ms } = course
  const { absolute, relative } = practicalThresholds['latencyMs.p50']
  const toleranceMs = Math.max(absolute, relative * latencyP50Ms)
  const events = eventsOf(residuals)
  const window = between(events, windowFromMs, windowToMs)
  const settled = settle(events, { fromMs, windowFromMs, windowToMs }, toleranceMs)
  const { median, low, high } = slopeOf(runsOf(window))
  const trendMs = median === null ? null : median * (windowToMs - windowFromMs)
  const isSure = low !== null && high !== null && low * high > 0
  return {
    ...settled,
    nonstationary: settled.nonstationary || (isSure && Math.abs(trendMs ?? 0) > toleranceMs),
    trendMs,
  }
}

function settle(
  events: readonly Point[],
  { fromMs, windowFromMs, windowToMs }: Omit<Course, 'latencyP50Ms'>,
  toleranceMs: number,
): Omit<Stationarity, 'trendMs'> {
  const lengthMs = (windowToMs - windowFromMs) / windowBins
  const window = binsOf(events, windowFromMs, windowToMs, lengthMs)
  if (window.length < leastBins) return { settledAtMs: null, nonstationary: false }
  const { median } = medianInterval(window.flatMap(({ values }) => values))
  const agrees = ({ values }: Bin) =>
    Math.abs(medianInterval(values).median! - median!) <=
    Math.max(toleranceMs, agreement * medianStandardError(values))
  const bins = [...binsOf(events, fromMs, windowFromMs, lengthMs), ...window]
  const first = bins[bins.findLastIndex(bin => !agrees(bin)) + 1]
  return {
    settledAtMs: first?.startMs ?? null,
    nonstationary: first === undefined || first.startMs > windowFromMs,
  }
}

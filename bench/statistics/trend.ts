import type { Estimate } from '../report/types.ts'
import { noEstimate } from './interval.ts'

/** A value and when it was had. */
export interface Point {
  readonly atMs: number
  readonly value: number
}

/** Fewer points than this are too few for Kendall's sum to be near normal (Kendall 1975). */
export const leastForTrend = 10

/** Deviations that hold 99 % of a standard normal. */
const deviations = 2.576

/**
 * How fast values rise, in their unit a millisecond: the median of all pairwise slopes (Theil 1950) with the 99 %
 * interval of Sen (1968), which leaves 0 out when the test of Mann and Kendall, corrected for continuity, is sure at 1 %. Both ask
 * only that values are independent, not how they are distributed; a least-squares line follows the few late ones of a
 * latency's tail. Null below 10 points. The points' times differ; the work grows with the square of their number.
 */
export function slopeOf(points: readonly Point[]): Estimate {
  const n = points.length
  if (n < leastForTrend) return noEstimate
  const slopes = Float64Array.from(
    points.flatMap(({ atMs, value }, index) =>
      points.slice(index + 1).map(later => (later.value - value) / (later.atMs - atMs)),
    ),
  ).sort()
  const count = slopes.length
  const spread = deviations * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const rank = Math.ceil((count - 1 - spread) / 2)
  const middle = (slopes[Math.floor((count - 1) / 2)]! + slopes[Math.floor(count / 2)]!) / 2
  return { median: middle, low: slopes[rank - 1]!, high: slopes[count - rank]! }
}

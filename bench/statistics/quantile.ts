import type { RecordedDistribution } from '../report/types.ts'
import { record } from './histogram.ts'
import { rankAt } from './rank.ts'

/**
 * The value at quantile `q` (0 to 1) of values in rising order: the smallest such that at least ceil(q × n) values are
 * no greater (HdrHistogram's value at percentile), so always one that was measured; null when there are none.
 */
export function quantile(sorted: ArrayLike<number>, q: number): number | null {
  return sorted[rankAt(q, sorted.length) - 1] ?? null
}

/**
 * One trial's order statistics, exact, with the rounded histogram that merges with other trials'; milliseconds in
 * and out. Every figure is null when there are no values. Throws a RangeError for a value that is not finite.
 */
export function distribution(values: ArrayLike<number>): RecordedDistribution {
  const sorted = Float64Array.from(values).sort()
  const count = sorted.length
  return {
    count,
    min: sorted[0] ?? null,
    mean: count === 0 ? null : sorted.reduce((sum, value) => sum + value, 0) / count,
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p99: quantile(sorted, 0.99),
    max: sorted[count - 1] ?? null,
    histogram: record(sorted),
  }
}

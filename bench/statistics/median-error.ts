import { medianInterval, medianRanks } from './interval.ts'

/**
 * Standard error of the median of at least 2 values, in their unit, whatever their distribution: the width of its
 * order-statistic interval over twice the normal quantile of that interval's exact coverage (McKean and Schrader 1984,
 * with the exact coverage of Price and Bonett 2001). A deviation would be blown up by the few late ones of a latency's
 * tail, which the median does not feel. 0 for equal values; NaN below 2.
 */
export function medianStandardError(values: readonly number[]): number {
  const { low, high } = medianInterval(values)
  const { coverage } = medianRanks(values.length)
  if (low === null || high === null || coverage === 0) return Number.NaN
  return (high - low) / (2 * normalQuantile((1 - coverage) / 2))
}

/** How many deviations a standard normal lies above with probability `p` ≤ 0.5 (Abramowitz and Stegun 26.2.23, within 5e-4). */
function normalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p))
  const above = 2.515517 + t * (0.802853 + t * 0.010328)
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  return t - above / below
}

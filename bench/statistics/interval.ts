import type { Estimate } from '../report/types.ts'

/** An estimate of a figure that cannot be had. */
export const noEstimate: Estimate = { median: null, low: null, high: null }

/** How sure an interval is to hold the true value, at least, from 6 values on. */
const confidence = 0.95

/** The fewest values whose extremes hold the median with 95 % (1 − 2/2⁶ = 96.9 %); fewer give no verdict. */
export const leastForInterval = 6

/**
 * Ranks, from 1, of the order statistics that hold the median of `n` values: the narrowest symmetric pair whose
 * binomial coverage is at least 95 %, or the extremes below 6 values, where none is. `coverage` is the exact share.
 */
export function medianRanks(n: number): { low: number; high: number; coverage: number } {
  let rank = 1
  let logTerm = -n * Math.LN2
  let below = Math.exp(logTerm)
  for (let k = 1; k <= n; k++) {
    logTerm += Math.log((n - k + 1) / k)
    const next = below + Math.exp(logTerm)
    if (next > (1 - confidence) / 2) break
    below = next
    rank = k + 1
  }
  return { low: rank, high: n + 1 - rank, coverage: n === 0 ? 0 : Math.max(0, 1 - 2 * below) }
}

/**
 * Median of trial values with its 95 % order-statistic interval; for an even count the mean of the middle two.
 * Null and NaN are dropped first: where some trials have no figure, the estimate is of those that have one.
 * Below 6 values the interval is their range and covers less than 95 %: a smoke run, from which nothing is concluded.
 */
export function medianInterval(values: readonly (number | null)[]): Estimate {
  const sorted = values
    .filter((value): value is number => value !== null && !Number.isNaN(value))
    .sort((a, b) => a - b)
  const n = sorted.length
  if (n === 0) return noEstimate
  const { low, high } = medianRanks(n)
  const lower = sorted[Math.floor((n - 1) / 2)]!
  const upper = sorted[Math.floor(n / 2)]!
  return { median: (lower + upper) / 2, low: sorted[low - 1]!, high: sorted[high - 1]! }
}

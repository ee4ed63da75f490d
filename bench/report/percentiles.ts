import type { Summary } from './types.ts'

/** The percentiles that may be drawn and listed, in rising order. */
export const shownPercentiles = [1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9] as const

/** How many independent events must lie beyond a percentile, on either side, before it is shown. */
export const leastBeyond = 10

/** One percentile of a cell's receipts; null where too few events carry it. */
export interface MergedPercentile {
  readonly percentile: number
  readonly milliseconds: number | null
}

/**
 * Percentiles of all valid trials' receipts merged. An event that was lost counts as later than any other.
 * A percentile q is null unless n·(1 − q) and n·q reach {@link leastBeyond}, n being independent events.
 */
export function mergedPercentiles(summary: Summary): readonly MergedPercentile[] {
  return shownPercentiles.map(percentile => ({
    percentile,
    milliseconds: isCarried(percentile, summary.latencyMs.independent)
      ? valueAt(percentile, summary.latencyMs.histogram, summary.lost)
      : null,
  }))
}

/** Whether `independent` events are enough for this percentile. */
export function isCarried(percentile: number, independent: number): boolean {
  const beyond = (independent * Math.min(percentile, 100 - percentile)) / 100
  return beyond >= leastBeyond - 1e-9
}

/** The least value that at least `percentile` % of all values do not exceed (nearest rank); null when it was lost. */
function valueAt(percentile: number, histogram: Summary['latencyMs']['histogram'], lost: number) {
  const total = histogram.reduce((sum, [, times]) => sum + times, lost)
  const rank = Math.max(1, Math.ceil((percentile * total) / 100 - 1e-9))
  let seen = 0
  for (const [milliseconds, times] of histogram) {
    seen += times
    if (seen >= rank) return milliseconds
  }
  return null
}

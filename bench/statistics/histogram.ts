import { rankAt } from './rank.ts'

/** Values rounded to 3 significant digits with their counts, `[milliseconds, count]` in rising order. */
export type Histogram = readonly (readonly [number, number])[]

const significantDigits = 3

/** Counts values by their rounding, at most 0.5 % from each; throws a RangeError for a value that is not finite. */
export function record(values: ArrayLike<number>): Histogram {
  const counts = new Map<number, number>()
  for (let index = 0; index < values.length; index++) {
    const bin = rounded(values[index])
    counts.set(bin, (counts.get(bin) ?? 0) + 1)
  }
  return inOrder(counts)
}

/** One histogram with the counts of all. */
export function merge(histograms: readonly Histogram[]): Histogram {
  const counts = new Map<number, number>()
  for (const [bin, count] of histograms.flat()) counts.set(bin, (counts.get(bin) ?? 0) + count)
  return inOrder(counts)
}

/** How many values were recorded. */
export function count(histogram: Histogram): number {
  return histogram.reduce((sum, [, binCount]) => sum + binCount, 0)
}

/** The rounded value at quantile `q` (0 to 1), in milliseconds; null for an empty histogram. */
export function valueAtQuantile(histogram: Histogram, q: number): number | null {
  const rank = rankAt(q, count(histogram))
  let seen = 0
  for (const [bin, binCount] of histogram) {
    seen += binCount
    if (seen >= rank) return bin
  }
  return null
}

function rounded(value: number | undefined): number {
  if (!Number.isFinite(value)) throw new RangeError(`recorded value ${value}: expected a finite number`)
  return Number(value?.toPrecision(significantDigits))
}

function inOrder(counts: ReadonlyMap<number, number>): Histogram {
  return [...counts].sort(([a], [b]) => a - b)
}

/** Undoes the rounding of a product such as 0.07 × 100, which would lift a whole rank to the next. */
const roundingSlack = 1 - 4 * Number.EPSILON

/**
 * Rank, from 1, of the value at quantile `q` (0 to 1) among `count` values: ceil(q × count), at least 1, as
 * HdrHistogram's value at percentile has it. Throws a RangeError for a `q` outside 0 to 1.
 */
export function rankAt(q: number, count: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile ${q}: expected 0 to 1`)
  return Math.max(1, Math.ceil(q * count * roundingSlack))
}

import { upperTail } from './normal.ts'

/** Up to this many values every choice of signs is counted; beyond it, normal. */
const mostCounted = 20

/** Undoes rounding where sums that should be equal are compared, as a share of the largest of them. */
const slack = 1e-9

/**
 * Two-sided p-value of the paired permutation test (Fisher): of all ways to give the values of a sample signs, the share
 * whose sum is at least as far from 0. Exact up to 20 values; a normal distribution with the signs' variance beyond.
 * 1 where every value is 0, and for none.
 */
export function signFlipP(values: readonly number[]): number {
  const total = sum(values.map(Math.abs))
  const distance = Math.abs(sum(values)) - slack * total
  if (distance <= 0) return 1
  if (values.length > mostCounted) return Math.min(1, 2 * upperTail(distance / Math.hypot(...values)))
  const half = Math.floor(values.length / 2)
  const above = countPairs(signedSums(values.slice(0, half)), signedSums(values.slice(half)), distance)
  // A choice of signs and its opposite lie as far from 0.
  return (2 * above) / 2 ** values.length
}

/** The sums of all choices of signs, in rising order; of half the values, since two halves' sums make a whole's. */
function signedSums(values: readonly number[]): Float64Array {
  const sums = values.reduce((some, value) => some.flatMap(each => [each - value, each + value]), [0])
  return Float64Array.from(sums).sort()
}

/** How many pairs of one value of each rising list have a sum of at least `least`. */
function countPairs(first: Float64Array, second: Float64Array, least: number): number {
  let from = second.length
  return first.reduce((count, value) => {
    while (from > 0 && value + second[from - 1]! >= least) from -= 1
    return count + second.length - from
  }, 0)
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

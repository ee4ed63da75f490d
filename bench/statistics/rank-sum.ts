import { upperTail } from './normal.ts'

/** Up to this many values on both sides together the distribution is counted; beyond it, normal. */
const mostCounted = 60

/** Undoes rounding where a sum of probabilities is held against another. */
const slack = 1e-12

/**
 * Two-sided p-value of the permutation test on ranks (Wilcoxon and Mann–Whitney): of all ways to deal the values to two
 * sides of these sizes, the share whose rank sum is at least as far from its expectation. Exact, ties included, up to
 * 60 values together; a normal distribution with the ties' variance beyond. 1 for an empty side.
 */
export function permutationP(a: readonly number[], b: readonly number[]): number {
  const ranks = doubledRanks([...a, ...b])
  const expected = a.length * (ranks.length + 1)
  const distance = Math.abs(sum(ranks.slice(0, a.length)) - expected)
  if (distance === 0) return 1
  if (ranks.length > mostCounted) return normalP(ranks, a.length, distance)
  const shares = rankSumShares(ranks, a.length)
  return Math.min(
    1,
    shares.reduce((p, share, total) => (Math.abs(total - expected) >= distance ? p + share : p), 0),
  )
}

/**
 * Rank, from 1, of the order statistic among all `sizeA` × `sizeB` pairwise shifts that begins their 95 % interval (the
 * last stands as far from the other end): the greatest with exact coverage of at least 95 %; 1 where none has it.
 */
export function shiftRank(sizeA: number, sizeB: number): number {
  const key = `${sizeA} ${sizeB}`
  const rank = shiftRanks.get(key) ?? firstRank(sizeA, sizeB)
  shiftRanks.set(key, rank)
  return rank
}

/** A run's metrics nearly all have as many trials. */
const shiftRanks = new Map<string, number>()

function firstRank(sizeA: number, sizeB: number): number {
  const total = sizeA + sizeB
  if (total > mostCounted) {
    const deviation = Math.sqrt((sizeA * sizeB * (total + 1)) / 12)
    return Math.max(1, Math.floor((sizeA * sizeB) / 2 - 1.96 * deviation))
  }
  const least = sizeA * (sizeA + 1)
  const shares = rankSumShares(
    Array.from({ length: total }, (_, index) => 2 * (index + 1)),
    sizeA,
  )
  let rank = 0
  let below = shares[least] ?? 1
  while (below <= 0.025 + slack) {
    rank += 1
    below += shares[least + 2 * rank]!
  }
  return Math.max(1, rank)
}

/** How likely each sum is when `chosen` of the values are drawn without replacement; the index is the sum. */
function rankSumShares(values: readonly number[], chosen: number): Float64Array {
  const byCount = Array.from({ length: chosen + 1 }, () => new Float64Array(sum(values) + 1))
  byCount[0]![0] = 1
  let reached = 0
  values.forEach((value, index) => {
    for (let count = Math.min(chosen, index); count >= 0; count--) {
      const taken = (chosen - count) / (values.length - index)
      const from = byCount[count]!
      const to = byCount[count + 1]
      for (let total = reached; total >= 0; total--) {
        const share = from[total]!
        if (share === 0) continue
        if (to !== undefined) to[total + value] = to[total + value]! + share * taken
        from[total] = share * (1 - taken)
      }
    }
    reached += value
  })
  return byCount[chosen]!
}

/** Twice each value's rank, so that the mean rank of a tie is whole too. */
function doubledRanks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  return values.map(value => sorted.indexOf(value) + sorted.lastIndexOf(value) + 2)
}

/** Variance of a sum drawn without replacement, and the tail beyond `distance` less half a step. */
function normalP(ranks: readonly number[], chosen: number, distance: number): number {
  const size = ranks.length
  const mean = size + 1
  const spread = sum(ranks.map(rank => (rank - mean) ** 2)) / (size - 1)
  const deviation = Math.sqrt((chosen * (size - chosen) * spread) / size)
  return Math.min(1, 2 * upperTail(Math.max(0, distance - 1) / deviation))
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

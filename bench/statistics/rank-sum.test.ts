import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededInts } from './random.ts'
import { permutationP, shiftRank } from './rank-sum.ts'

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Mean rank of each value, counted one against one. */
function ranksOf(values: readonly number[]): number[] {
  return values.map(
    value =>
      values.filter(other => other < value).length + (values.filter(other => other === value).length + 1) / 2,
  )
}

/** Every way to choose `size` of the values. */
function choices(values: readonly number[], size: number): number[][] {
  if (size === 0) return [[]]
  const [first, ...rest] = values
  if (first === undefined) return []
  return [...choices(rest, size - 1).map(chosen => [first, ...chosen]), ...choices(rest, size)]
}

function naiveP(a: readonly number[], b: readonly number[]): number {
  const ranks = ranksOf([...a, ...b])
  const distance = (chosen: readonly number[]) => Math.abs(mean(chosen) - mean(ranks))
  const observed = distance(ranks.slice(0, a.length))
  const all = choices(ranks, a.length)
  return all.filter(chosen => distance(chosen) >= observed - 1e-9).length / all.length
}

const side = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 })

describe('permutationP', () => {
  it('is the share of all permutations that lie as far out, ties included', () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        expect(permutationP(a, b)).toBeCloseTo(naiveP(a, b), 10)
      }),
    )
  })

  it('is the same from either side', () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        expect(permutationP(a, b)).toBeCloseTo(permutationP(b, a), 10)
      }),
    )
  })

  it('is 2 of 184,756 where ten lie below the other ten', () => {
    const low = Array.from({ length: 10 }, (_, index) => index)
    expect(
      permutationP(
        low,
        low.map(value => value + 10),
      ),
    ).toBeCloseTo(2 / 184_756, 12)
  })

  it('is 1 for the same values, for constants and for an empty side', () => {
    expect(permutationP([1, 2, 3], [1, 2, 3])).toBe(1)
    expect(permutationP([5, 5, 5, 5], [5, 5, 5])).toBe(1)
    expect(permutationP([], [1, 2])).toBe(1)
  })

  it('agrees with drawn permutations where it no longer counts them all', () => {
    const randomInt = seededInts(3)
    const draw = (bound: number) => Array.from({ length: 40 }, () => randomInt(bound))
    const [a, b] = [draw(20), draw(26)]
    const ranks = ranksOf([...a, ...b])
    const distance = (values: readonly number[]) => Math.abs(mean(values.slice(0, 40)) - mean(ranks))
    const drawn = Array.from({ length: 10_000 }, () =>
      ranks
        .map(rank => ({ rank, key: randomInt(2 ** 30) }))
        .sort((one, other) => one.key - other.key)
        .map(({ rank }) => rank),
    )
    const share = drawn.filter(order => distance(order) >= distance(ranks)).length / drawn.length
    expect(share).toBeGreaterThan(0.01)
    expect(Math.abs(permutationP(a, b) - share)).toBeLessThan(0.01)
  })
})

describe('shiftRank', () => {
  // Critical values of Mann and Whitney's U at 5 %, two-sided, plus 1.
  it.each([
    [4, 4, 1],
    [5, 5, 3],
    [6, 6, 6],
    [6, 10, 12],
    [8, 8, 14],
    [10, 10, 24],
    [12, 12, 38],
    [20, 20, 128],
  ])('is that of the tables for %d and %d trials', (a, b, rank) => {
    expect(shiftRank(a, b)).toBe(rank)
    expect(shiftRank(b, a)).toBe(rank)
  })

  it('goes on smoothly where it no longer counts', () => {
    const steps = [28, 29, 30, 31, 32].map(size => shiftRank(size, size) / size ** 2)
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
  })

  it('takes the extremes where no pair covers 95 %', () => {
    expect(shiftRank(3, 3)).toBe(1)
    expect(shiftRank(1, 1)).toBe(1)
  })
})

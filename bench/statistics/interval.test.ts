import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalDraws } from './fixtures.ts'
import { medianInterval, medianRanks } from './interval.ts'
import { seededInts } from './random.ts'

/** Exact binomial coverage of the ranks low to high of n, in whole numbers. */
function exactCoverage(n: number, low: number): number {
  let ways = 1n
  let outside = 0n
  for (let k = 0; k < low; k++) {
    outside += ways
    ways = (ways * BigInt(n - k)) / BigInt(k + 1)
  }
  return 1 - Number((2n * outside * 1_000_000_000n) / 2n ** BigInt(n)) / 1e9
}

describe('medianRanks', () => {
  it('takes the narrowest symmetric ranks that cover at least 95 %', () => {
    for (let n = 6; n <= 200; n++) {
      const { low, high, coverage } = medianRanks(n)
      expect(low + high, `n = ${n}`).toBe(n + 1)
      expect(coverage, `n = ${n}`).toBeCloseTo(exactCoverage(n, low), 8)
      expect(coverage, `n = ${n}`).toBeGreaterThanOrEqual(0.95)
      expect(exactCoverage(n, low + 1), `n = ${n}`).toBeLessThan(0.95)
    }
  })

  it.each([
    [6, 1, 6],
    [8, 1, 8],
    [9, 2, 8],
    [12, 3, 10],
    [20, 6, 15],
    [50, 18, 33],
  ])('of %d values are %d and %d, as tables have them', (n, low, high) => {
    expect(medianRanks(n)).toMatchObject({ low, high })
  })

  it('covers 96.9 % with the extremes of 6 values, and cannot reach 95 % with 5', () => {
    expect(medianRanks(6).coverage).toBeCloseTo(0.96875, 10)
    expect(medianRanks(5)).toEqual({ low: 1, high: 5, coverage: 0.9375 })
  })
})

describe('medianInterval', () => {
  it.each([6, 7, 10, 21, 36])('holds the true median in the promised share of %d-value samples', n => {
    const normal = normalDraws(seededInts(7))
    const runs = 4_000
    let held = 0
    for (let run = 0; run < runs; run++) {
      // Log-normal: skewed as latencies are; its median is 1.
      const { low, high } = medianInterval(Array.from({ length: n }, () => Math.exp(normal())))
      if (low! <= 1 && 1 <= high!) held++
    }
    expect(held / runs).toBeGreaterThanOrEqual(0.94)
    expect(Math.abs(held / runs - medianRanks(n).coverage)).toBeLessThan(0.012)
  })

  it('lies around its median, within the values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 }), values => {
        const { median, low, high } = medianInterval(values)
        const sorted = [...values].sort((a, b) => a - b)
        expect(low).toBeLessThanOrEqual(median!)
        expect(median).toBeLessThanOrEqual(high!)
        expect(sorted).toContain(low)
        expect(sorted).toContain(high)
        const below = values.filter(value => value < median!).length
        const above = values.filter(value => value > median!).length
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2)
      }),
    )
  })

  it('is the range below 6 values', () => {
    expect(medianInterval([5, 1, 3])).toEqual({ median: 3, low: 1, high: 5 })
    expect(medianInterval([4, 2])).toEqual({ median: 3, low: 2, high: 4 })
    expect(medianInterval([4])).toEqual({ median: 4, low: 4, high: 4 })
  })

  it('leaves out trials without a figure', () => {
    expect(medianInterval([null, 2, Number.NaN, 8, 4])).toEqual({ median: 4, low: 2, high: 8 })
  })

  it('is null throughout without values', () => {
    expect(medianInterval([])).toEqual({ median: null, low: null, high: null })
    expect(medianInterval([null])).toEqual({ median: null, low: null, high: null })
  })
})

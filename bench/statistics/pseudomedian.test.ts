import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalDraws } from './fixtures.ts'
import { medianInterval } from './interval.ts'
import { pseudomedian, walshRank } from './pseudomedian.ts'
import { seededInts } from './random.ts'

/** Coverage of ranks `rank` to the last but as many, every choice of signs counted. */
function coverageOf(count: number, rank: number): number {
  const sums = Array.from({ length: 2 ** count }, (_, signs) =>
    Array.from({ length: count }, (_, index) => ((signs >> index) & 1) * (index + 1)).reduce((a, b) => a + b),
  )
  return 1 - (2 * sums.filter(total => total < rank).length) / sums.length
}

describe('walshRank', () => {
  // Critical values of Wilcoxon's signed-rank test at 5 %, two-sided, plus 1.
  it.each([
    [6, 1],
    [7, 3],
    [8, 4],
    [9, 6],
    [10, 9],
    [12, 14],
    [20, 53],
    [30, 138],
  ])('is that of the tables for %d values', (count, rank) => {
    expect(walshRank(count)).toBe(rank)
  })

  it('is the greatest that covers 95 %', () => {
    for (let count = 6; count <= 12; count += 1) {
      expect(coverageOf(count, walshRank(count))).toBeGreaterThanOrEqual(0.95)
      expect(coverageOf(count, walshRank(count) + 1)).toBeLessThan(0.95)
    }
  })

  it('takes the extremes where none covers 95 %', () => {
    expect([1, 2, 3, 4, 5].map(walshRank)).toEqual([1, 1, 1, 1, 1])
  })

  it('goes on smoothly where it no longer counts', () => {
    const shares = [56, 58, 60, 61, 62, 64].map(count => walshRank(count) / (count * (count + 1)))
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  })
})

describe('pseudomedian', () => {
  it('is the median of the means of all pairs', () => {
    // 1, 2, 3, 5, 6, 9: the mean of the middle two.
    expect(pseudomedian([1, 3, 9])).toEqual({ median: 4, low: 1, high: 9 })
  })

  it.each([6, 10, 20])('holds the centre of %d values in 95 of 100 cases', count => {
    const normal = normalDraws(seededInts(count))
    const intervals = Array.from({ length: 4_000 }, () =>
      pseudomedian(Array.from({ length: count }, () => 1 + normal())),
    )
    const held = intervals.filter(({ low, high }) => low! <= 1 && high! >= 1).length / intervals.length
    expect(held).toBeGreaterThanOrEqual(0.945)
    expect(held).toBeLessThanOrEqual(0.975)
  })

  it('is narrower by a quarter than the interval of the median of 10', () => {
    const normal = normalDraws(seededInts(4))
    const samples = Array.from({ length: 1_000 }, () => Array.from({ length: 10 }, normal))
    const width = (of: typeof pseudomedian) =>
      samples.map(of).reduce((total, { low, high }) => total + high! - low!, 0)
    expect(width(pseudomedian) / width(medianInterval)).toBeLessThan(0.75)
  })

  it('lies within the values, and turns with their signs', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(values, sample => {
        const { median, low, high } = pseudomedian(sample)
        expect(low).toBeGreaterThanOrEqual(Math.min(...sample))
        expect(high).toBeLessThanOrEqual(Math.max(...sample))
        expect(low).toBeLessThanOrEqual(median!)
        expect(median).toBeLessThanOrEqual(high!)
        const turned = pseudomedian(sample.map(value => -value))
        expect(turned.low).toBeCloseTo(-high!, 6)
        expect(turned.median).toBeCloseTo(-median!, 6)
      }),
    )
  })

  it('is null for no values', () => {
    expect(pseudomedian([])).toEqual({ median: null, low: null, high: null })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalDraws } from './fixtures.ts'
import { seededInts } from './random.ts'
import { leastForTrend, slopeOf } from './trend.ts'

const line = (values: readonly number[], stepMs = 10) =>
  values.map((value, index) => ({ atMs: stepMs * index, value }))

describe('the slope of values over time', () => {
  it('is that of a line, whatever two values far out say', () => {
    const values = Array.from({ length: 20 }, (_, index) => 5 + 0.2 * index)
    values[3] = 900
    values[17] = -900
    expect(slopeOf(line(values)).median).toBeCloseTo(0.02, 12)
  })

  it('turns its sign with time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: leastForTrend, maxLength: 25 }),
        values => {
          const { median, low, high } = slopeOf(line(values))
          const back = slopeOf(line(values.toReversed()))
          expect([back.median, back.low, back.high].map(value => -value! + 0)).toEqual(
            [median, high, low].map(value => value! + 0),
          )
          expect(low!).toBeLessThanOrEqual(median!)
          expect(median!).toBeLessThanOrEqual(high!)
        },
      ),
    )
  })

  it('leaves 0 out exactly where Kendall’s sum, less 1, is beyond 2.576 deviations', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: leastForTrend, max: 20 }),
        fc.integer(),
        fc.nat(3),
        (size, seed, rise) => {
          const normal = normalDraws(seededInts(seed))
          const values = Array.from({ length: size }, (_, index) => (rise * index) / size + normal())
          const signs = values.flatMap((a, index) => values.slice(index + 1).map(b => Math.sign(b - a)))
          const sum = signs.reduce<number>((total, sign) => total + sign, 0)
          const deviation = Math.sqrt((size * (size - 1) * (2 * size + 5)) / 18)
          const { low, high } = slopeOf(line(values))
          expect(low! > 0 || high! < 0).toBe((Math.abs(sum) - 1) / deviation > 2.576)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('holds the true slope in about 99 % of samples', () => {
    const normal = normalDraws(seededInts(5))
    const held = Array.from({ length: 2_000 }, () => {
      const { low, high } = slopeOf(line(Array.from({ length: 20 }, (_, index) => 0.3 * index + normal())))
      return low! <= 0.03 && 0.03 <= high!
    }).filter(Boolean).length
    expect(held / 2_000).toBeGreaterThan(0.98)
    expect(held / 2_000).toBeLessThan(0.998)
  })

  it('is none of fewer than 10 points', () => {
    expect(slopeOf(line([1, 2, 3, 4, 5, 6, 7, 8, 9]))).toEqual({ median: null, low: null, high: null })
  })
})

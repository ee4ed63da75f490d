import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalDraws } from './fixtures.ts'
import { medianInterval } from './interval.ts'
import { medianStandardError } from './median-error.ts'
import { seededInts } from './random.ts'

/** The mean estimate over many samples, and the deviation that their medians really have. */
function simulate(size: number, draw: () => number) {
  const samples = Array.from({ length: 4_000 }, () => Array.from({ length: size }, draw))
  const medians = samples.map(sample => medianInterval(sample).median!)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const center = mean(medians)
  return {
    estimated: mean(samples.map(medianStandardError)),
    true: Math.sqrt(mean(medians.map(median => (median - center) ** 2))),
  }
}

describe('the standard error of a median', () => {
  it.each([5, 10, 30, 100])('is that which medians of %d normal or exponential values have', size => {
    const randomInt = seededInts(size)
    const exponential = () => -Math.log((randomInt(2 ** 30) + 0.5) / 2 ** 30)
    for (const draw of [normalDraws(randomInt), exponential]) {
      const { estimated, true: deviation } = simulate(size, draw)
      expect(estimated / deviation).toBeGreaterThan(0.9)
      expect(estimated / deviation).toBeLessThan(1.25)
    }
  })

  it('is half the range over 1.863 for 5 values, whose extremes hold the median with 93.75 %', () => {
    expect(medianStandardError([1, 2, 3, 4, 9])).toBeCloseTo(8 / (2 * 1.8627), 2)
  })

  it('does not feel one value far out', () => {
    const values = Array.from({ length: 20 }, (_, index) => index)
    expect(medianStandardError([...values.slice(1), 1e6])).toBeCloseTo(medianStandardError(values), 9)
  })

  it('scales with the values and is 0 for equal ones', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 40 }),
        values => {
          const scaled = values.map(value => 3 * value + 7)
          expect(medianStandardError(scaled)).toBeCloseTo(3 * medianStandardError(values), 9)
        },
      ),
    )
    expect(medianStandardError([2, 2, 2, 2])).toBe(0)
    expect(medianStandardError([2])).toBeNaN()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bootstrapQuantile } from './bootstrap.ts'
import { normalDraws } from './fixtures.ts'
import { merge, record, valueAtQuantile } from './histogram.ts'
import { quantile } from './quantile.ts'
import { seededInts } from './random.ts'

const trials = fc.array(
  fc.array(fc.double({ min: 0.1, max: 1e3, noNaN: true }), { maxLength: 30 }).map(record),
  { minLength: 1, maxLength: 6 },
)

describe('bootstrapQuantile', () => {
  it('gives what merging the drawn trials one by one would', () => {
    fc.assert(
      fc.property(trials, fc.constantFrom(0.5, 0.9, 0.99), fc.nat(), (histograms, q, seed) => {
        const randomInt = seededInts(seed)
        const draws = Array.from({ length: 40 }, () =>
          valueAtQuantile(merge(histograms.map(() => histograms[randomInt(histograms.length)]!)), q),
        )
          .filter(value => value !== null)
          .sort((a, b) => a - b)
        expect(bootstrapQuantile(histograms, q, { seed, resamples: 40 })).toEqual({
          median: valueAtQuantile(merge(histograms), q),
          low: quantile(draws, 0.025),
          high: quantile(draws, 0.975),
        })
      }),
    )
  })

  it('says the same for the same seed and another for another', () => {
    const normal = normalDraws(seededInts(3))
    const histograms = Array.from({ length: 12 }, () => {
      const shift = 100 + 20 * normal()
      return record(Array.from({ length: 200 }, () => shift + normal()))
    })
    const options = { seed: 5, resamples: 30 }
    expect(bootstrapQuantile(histograms, 0.9, options)).toEqual(bootstrapQuantile(histograms, 0.9, options))
    expect(bootstrapQuantile(histograms, 0.9, { ...options, seed: 6 })).not.toEqual(
      bootstrapQuantile(histograms, 0.9, options),
    )
  })

  it('draws whole trials: one slow trial of six widens the interval to itself', () => {
    const slow = record(new Float64Array(100).fill(80))
    const fast = record(new Float64Array(100).fill(10))
    const estimate = bootstrapQuantile([slow, fast, fast, fast, fast, fast], 0.9, { seed: 1 })
    expect(estimate).toEqual({ median: 80, low: 10, high: 80 })
  })

  it('is a point for one trial and null throughout for none', () => {
    expect(bootstrapQuantile([record([1, 2, 3])], 0.5, { seed: 1 })).toEqual({ median: 2, low: 2, high: 2 })
    expect(bootstrapQuantile([], 0.5, { seed: 1 })).toEqual({ median: null, low: null, high: null })
    expect(bootstrapQuantile([[]], 0.5, { seed: 1 })).toEqual({ median: null, low: null, high: null })
  })
})

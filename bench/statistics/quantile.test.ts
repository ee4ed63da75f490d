import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distribution, quantile } from './quantile.ts'

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 })

describe('quantile', () => {
  it('is the smallest value that at least that share of the values does not exceed', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 1000 }), (sample, perMille) => {
        const sorted = [...sample].sort((a, b) => a - b)
        // Whole numbers, so that the oracle rounds nothing.
        const enough = (candidate: number) =>
          sample.filter(value => value <= candidate).length * 1000 >= perMille * sample.length
        expect(quantile(sorted, perMille / 1000)).toBe(sorted.find(enough))
      }),
    )
  })

  it.each([
    [0.07, 7],
    [0.5, 50],
    [0.55, 55],
    [0.56, 56],
    [0.57, 57],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('at %d of 1 to 100 is %d, however the product rounds', (q, expected) => {
    const sorted = Float64Array.from({ length: 100 }, (_, index) => index + 1)
    expect(quantile(sorted, q)).toBe(expected)
  })

  it('is null of nothing', () => {
    expect(quantile([], 0.5)).toBeNull()
  })

  it.each([-0.1, 1.1, Number.NaN])('refuses the quantile %d', q => {
    expect(() => quantile([1], q)).toThrow(`quantile ${q}: expected 0 to 1`)
  })
})

describe('distribution', () => {
  it('gives every order statistic of unsorted values and leaves them as they are', () => {
    const sample = Float64Array.from([30, 10, 20, 40])
    expect(distribution(sample)).toMatchObject({
      count: 4,
      min: 10,
      mean: 25,
      p50: 20,
      p90: 40,
      p99: 40,
      max: 40,
    })
    expect([...sample]).toEqual([30, 10, 20, 40])
  })

  it('keeps the values beside them, rounded', () => {
    expect(distribution([12.3456, 7, 7])).toMatchObject({
      p50: 7,
      max: 12.3456,
      histogram: [
        [7, 2],
        [12.3, 1],
      ],
    })
  })

  it('sorts by size, not by spelling', () => {
    expect(distribution([100, 9, 20]).p50).toBe(20)
  })

  it('is null throughout without values', () => {
    expect(distribution([])).toEqual({
      ...{ count: 0, min: null, mean: null, p50: null },
      ...{ p90: null, p99: null, max: null, histogram: [] },
    })
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', value => {
    expect(() => distribution([1, value])).toThrow(`recorded value ${value}: expected a finite number`)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { count, merge, record, valueAtQuantile } from './histogram.ts'
import { quantile } from './quantile.ts'

const values = fc.array(fc.double({ min: 1e-6, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 300 })

describe('histogram', () => {
  it('gives each quantile within 0.5 % of the exact one', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (sample, q) => {
        const exact = quantile(
          [...sample].sort((a, b) => a - b),
          q,
        )!
        const read = valueAtQuantile(record(sample), q)!
        expect(Math.abs(read - exact) / exact).toBeLessThanOrEqual(0.005 + 1e-12)
      }),
    )
  })

  it('merges trials into what one recording of all their values holds', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 5 }), trials => {
        expect(merge(trials.map(record))).toEqual(record(trials.flat()))
      }),
    )
  })

  it('rises, and counts every value', () => {
    fc.assert(
      fc.property(values, sample => {
        const histogram = record(sample)
        const bins = histogram.map(([bin]) => bin)
        expect(bins).toEqual([...new Set(bins)].sort((a, b) => a - b))
        expect(count(histogram)).toBe(sample.length)
      }),
    )
  })

  it('keeps 3 significant digits at every size', () => {
    expect(record([0.012345, 0.012349, 1234.5, 99.96, 0])).toEqual([
      [0, 1],
      [0.0123, 2],
      [100, 1],
      [1230, 1],
    ])
  })

  it('has no quantile when it is empty', () => {
    expect(valueAtQuantile([], 0.5)).toBeNull()
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses to record %d', value => {
    expect(() => record([1, value])).toThrow(`recorded value ${value}: expected a finite number`)
  })
})

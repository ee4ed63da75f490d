import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { count, duration, figure, grouped, inverse, noEstimate, significant, trimmed } from './figures.ts'

describe('significant', () => {
  it.each([
    [0, '0'],
    [0.00412, '0.00412'],
    [0.0999996, '0.100'],
    [1.2, '1.20'],
    [9.996, '10.0'],
    [251.4, '251'],
    [999.6, '1,000'],
    [1234.4, '1,234'],
    [1_234_567, '1,234,567'],
    [-3.456, '−3.46'],
  ])('writes %d as %s', (value, text) => {
    expect(significant(value)).toBe(text)
  })

  it('writes what is not a finite number as a dash', () => {
    expect([null, Number.NaN, Number.POSITIVE_INFINITY].map(value => significant(value))).toEqual([
      '–',
      '–',
      '–',
    ])
  })

  it('stays within half a unit of the third digit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), value => {
        const read = Number(significant(value).replaceAll(',', ''))
        expect(Math.abs(read - value)).toBeLessThanOrEqual(Math.max(value * 0.00501, 1e-9))
      }),
    )
  })
})

describe('figure', () => {
  it('puts the interval in brackets behind the median', () => {
    expect(figure({ median: 251, low: 243, high: 262 })).toBe('251 [243–262]')
  })

  it('scales all three numbers', () => {
    expect(figure({ median: 0.04, low: 0.039, high: 0.041 }, 100)).toBe('4.00 [3.90–4.10]')
  })

  it('says "to" where a bound is negative', () => {
    expect(figure({ median: -2, low: -3, high: 1 })).toBe('−2.00 [−3.00 to 1.00]')
  })

  it('shows a median alone without an interval, and a dash without a median', () => {
    expect(figure({ median: 5, low: null, high: null })).toBe('5.00')
    expect(figure({ median: 0, low: 0, high: 0 })).toBe('0')
    expect(figure(noEstimate)).toBe('–')
  })
})

describe('the small ones', () => {
  it('turn a ratio and its interval round', () => {
    expect(inverse({ median: 4, low: 2, high: 5 })).toEqual({ median: 0.25, low: 0.2, high: 0.5 })
    expect(inverse({ median: 0, low: 0, high: 2 })).toEqual({ median: null, low: 0.5, high: null })
  })

  it('write durations, counts and asked numbers as a reader would', () => {
    expect([250, 2_500, 25_000, 300_000].map(duration)).toEqual(['250 ms', '2.5 s', '25 s', '5 min'])
    expect([count(1, 'trial'), count(1_200, 'trial')]).toEqual(['1 trial', '1,200 trials'])
    expect([10, 100, 0.5, 0.25].map(trimmed)).toEqual(['10', '100', '0.5', '0.25'])
    expect(grouped(-0.001, 2)).toBe('0.00')
  })
})

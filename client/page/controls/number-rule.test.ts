import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearestStop, readNumber } from './number-rule.ts'

const rule = { least: 0, most: 2000 }

describe('reading a number field', () => {
  it.each([
    ['100', 100],
    [' 1,000 ', 1000],
    ['１００', 100],
    ['+5', 5],
    ['.5', 0.5],
    ['1e2', 100],
    ['0', 0],
    ['2000', 2000],
  ])('takes %j as %d', (typed, value) => {
    expect(readNumber(typed, rule)).toEqual({ ok: true, value })
  })

  it.each(['', 'fast', '-1', '2000.1', '1,0', '1 000', '0x10', 'Infinity', 'NaN', '.', '+', '1e'])(
    'refuses %j',
    typed => {
      expect(readNumber(typed, rule)).toEqual({ ok: false, got: typed })
    },
  )

  it('takes a fraction only where the rule does not want whole numbers', () => {
    expect(readNumber('1.5', { ...rule, whole: true })).toEqual({ ok: false, got: '1.5' })
    expect(readNumber('1.0', { ...rule, whole: true })).toEqual({ ok: true, value: 1 })
  })

  it('takes nothing as none only where the rule says so', () => {
    expect(readNumber('  ', { ...rule, orNone: true })).toEqual({ ok: true, value: null })
  })

  it('reads back every number that it would show', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2000, noNaN: true }), value => {
        expect(readNumber(String(value), rule)).toEqual({ ok: true, value })
      }),
    )
  })
})

describe('the slider’s place', () => {
  const stops = [null, 1, 10, 100]

  it('is the stop of that value, or the nearest by ratio', () => {
    expect([1, 10, 2, 40, 5000].map(value => nearestStop(stops, value))).toEqual([1, 2, 1, 3, 3])
  })

  it('is the stop of none for none', () => {
    expect(nearestStop(stops, null)).toBe(0)
    expect(nearestStop([1, 10, null], null)).toBe(2)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalDraws } from './fixtures.ts'
import { seededInts } from './random.ts'
import { pairwiseRatio, pairwiseShift } from './shift.ts'

const positive = fc.array(fc.double({ min: 0.001, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 12 })

describe('pairwiseShift', () => {
  it('is second less first: the median of all pairs', () => {
    expect(pairwiseShift([1, 2], [11, 13])).toEqual({ median: 10.5, low: 9, high: 12 })
  })

  it.each([6, 10])('holds the true shift of two runs of %d trials in 95 of 100 cases', blocks => {
    const normal = normalDraws(seededInts(blocks))
    const draw = (shift: number) => Array.from({ length: blocks }, () => shift + normal())
    const intervals = Array.from({ length: 4_000 }, () => pairwiseShift(draw(0), draw(1)))
    const held = intervals.filter(({ low, high }) => low! <= 1 && high! >= 1).length / intervals.length
    expect(held).toBeGreaterThanOrEqual(0.95)
    expect(held).toBeLessThanOrEqual(0.97)
  })

  it('is a point for constants, and null for an empty side', () => {
    expect(pairwiseShift([7, 7, 7], [8, 8, 8])).toEqual({ median: 1, low: 1, high: 1 })
    expect(pairwiseShift([], [8])).toEqual({ median: null, low: null, high: null })
  })
})

describe('pairwiseRatio', () => {
  it('is second over first', () => {
    const { median, low, high } = pairwiseRatio([10, 10], [20, 40])
    expect([low, high].map(value => value!.toFixed(9))).toEqual(['2.000000000', '4.000000000'])
    expect(median).toBeCloseTo(Math.sqrt(8), 9)
  })

  it('is inverted when the sides are turned round', () => {
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const ratio = pairwiseRatio(a, b)
        const turned = pairwiseRatio(b, a)
        expect(ratio.median! * turned.median!).toBeCloseTo(1, 9)
        expect(ratio.low! * turned.high!).toBeCloseTo(1, 9)
        expect(ratio.high! * turned.low!).toBeCloseTo(1, 9)
      }),
    )
  })

  it('is null where a value of either side is 0', () => {
    expect(pairwiseRatio([0, 1], [1, 1]).median).toBeNull()
    expect(pairwiseRatio([1, 1], [0, 1]).median).toBeNull()
  })
})

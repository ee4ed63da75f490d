import { describe, expect, it } from 'vitest'
import { deviation, pairFloor } from './floor.ts'

describe('deviation', () => {
  it('is the standard deviation of a sample', () => {
    expect(deviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12)
  })

  it('is 0 where nothing can scatter', () => {
    expect([deviation([]), deviation([7]), deviation([7, 7, 7])]).toEqual([0, 0, 0])
  })
})

describe('pairFloor', () => {
  it('leaves out what a block does to both sides alike', () => {
    const { logRatio } = pairFloor([
      [100, 50],
      [220, 110],
      [30, 15],
    ])
    expect(logRatio).toBeCloseTo(0, 12)
  })

  it('is the scatter of the pairs, in ratios and in the metric’s unit', () => {
    const { logRatio, difference } = pairFloor([
      [Math.E, 1],
      [Math.E ** 3, 1],
    ])
    expect(logRatio).toBeCloseTo(Math.SQRT2, 12)
    expect(difference).toBeCloseTo((Math.E ** 3 - Math.E) / Math.SQRT2, 10)
  })

  it('has no ratios where a side is 0, as the requests of an open transport are', () => {
    expect(
      pairFloor([
        [120, 0],
        [122, 0],
      ]),
    ).toEqual({ logRatio: null, difference: deviation([120, 122]) })
  })
})

import { describe, expect, it } from 'vitest'
import { pairFloor, residual } from './floor.ts'

describe('residual', () => {
  it('is the standard deviation of a sample', () => {
    expect(residual([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12)
  })

  it('is 0 where nothing can scatter', () => {
    expect([residual([]), residual([7]), residual([7, 7, 7])]).toEqual([0, 0, 0])
  })
})

describe('pairFloor', () => {
  it('adds both residuals as independent errors', () => {
    expect(pairFloor([0, 3 * Math.SQRT2], [0, 4 * Math.SQRT2])).toBeCloseTo(5, 12)
  })
})

import { describe, expect, it } from 'vitest'
import { slopeOf } from './slope.ts'

describe('a slope', () => {
  it('is that of a line, and the nearest where points lie beside it', () => {
    expect(
      slopeOf([
        [1, 7],
        [2, 9],
        [5, 15],
      ]),
    ).toBeCloseTo(2)
    expect(
      slopeOf([
        [0, 0],
        [1, 3],
        [2, 2],
      ]),
    ).toBeCloseTo(1)
    expect(
      slopeOf([
        [1, 1],
        [1, 2],
      ]),
    ).toBeNaN()
  })
})

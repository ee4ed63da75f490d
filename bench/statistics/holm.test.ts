import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holm } from './holm.ts'

describe('holm', () => {
  it('multiplies the least by their number, the next by one less, and never falls', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005])
    expect(adjusted.map(value => Number(value.toFixed(9)))).toEqual([0.03, 0.06, 0.06, 0.02])
  })

  it('leaves a single value alone and an empty family empty', () => {
    expect(holm([0.04])).toEqual([0.04])
    expect(holm([])).toEqual([])
  })

  it('keeps order, lowers nothing and stays at most 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), values => {
        const adjusted = holm(values)
        values.forEach((value, index) => {
          expect(adjusted[index]).toBeGreaterThanOrEqual(value)
          expect(adjusted[index]).toBeLessThanOrEqual(1)
          values.forEach((other, place) => {
            if (value < other) expect(adjusted[index]).toBeLessThanOrEqual(adjusted[place]!)
          })
        })
      }),
    )
  })
})

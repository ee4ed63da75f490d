import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { narrow } from './narrow.ts'

describe('narrow', () => {
  it('finds the one that fails alone, in no more trials than halving takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 900 }), fc.nat(), async (count, pick) => {
        const culprit = pick % count
        let trials = 0
        const found = await narrow([...Array(count).keys()], async some => {
          trials += 1
          return some.includes(culprit)
        })
        expect(found).toEqual([culprit])
        expect(trials).toBeLessThanOrEqual(Math.ceil(Math.log2(count)) + 1)
      }),
    )
  })

  it('keeps together what fails only together', async () => {
    const found = await narrow([1, 2, 3, 4, 5, 6, 7, 8], async some => some.includes(2) && some.includes(7))
    expect(found).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})

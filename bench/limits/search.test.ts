import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { search } from './search.ts'

describe('a search', () => {
  it('finds the limit to its precision, wherever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 30_000 }), async limit => {
        const found = await search({
          start: 1_000,
          most: 19_000,
          precision: 0.1,
          holds: async count => count <= limit,
        })
        if (limit >= 19_000) expect(found).toEqual({ holds: 19_000, fails: null })
        else {
          expect(found.holds).toBeLessThanOrEqual(limit)
          expect(found.fails).toBeGreaterThan(limit)
          expect(found.fails! - found.holds).toBeLessThanOrEqual(Math.max(1, 0.1 * found.fails!))
        }
      }),
    )
  })

  it('asks again before it believes that so many do not hold', async () => {
    const asked: number[] = []
    const holds = async (count: number) => {
      asked.push(count)
      return asked.filter(each => each === count).length === 2
    }
    expect(await search({ start: 5, most: 10, precision: 0.1, holds })).toEqual({ holds: 10, fails: null })
    expect(asked).toEqual([5, 5, 10, 10])
  })
})

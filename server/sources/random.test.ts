import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, derive } from './random.ts'

const take = (count: number, seed: number) => {
  const random = createRandom(seed)
  return Array.from({ length: count }, random)
}

describe('createRandom', () => {
  it('gives the same numbers for the same seed, all in [0, 1)', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), seed => {
        const numbers = take(50, seed)
        expect(numbers).toEqual(take(50, seed))
        expect(numbers.every(number => number >= 0 && number < 1)).toBe(true)
      }),
    )
  })

  it('starts neighbouring seeds far apart: their first numbers are uniform', () => {
    const firsts = Array.from({ length: 10_000 }, (_, seed) => createRandom(seed)())
    const counts = Array.from(
      { length: 10 },
      (_, bin) => firsts.filter(first => Math.floor(first * 10) === bin).length,
    )
    // Chi-square with 9 degrees of freedom: 33.7 is passed once in 10,000.
    expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(33.7)
  })
})

describe('derive', () => {
  it('gives each label and each seed a stream of its own', () => {
    const seeds = [1, 2].flatMap(seed => ['arrivals', 'payload', ''].map(label => derive(seed, label)))
    expect(new Set(seeds).size).toBe(6)
    expect(derive(1, 'arrivals')).toBe(seeds[0])
    expect(seeds.every(seed => Number.isSafeInteger(seed) && seed >= 0)).toBe(true)
  })
})

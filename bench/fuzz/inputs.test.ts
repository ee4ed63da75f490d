import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { corpus, corpusNames } from './corpus.ts'
import { createDice } from './dice.ts'
import { type Input, makeInput, manners } from './inputs.ts'
import { maxInputBytes, mutate, mutationNames } from './mutate.ts'

const bytesOf = ({ writes }: Input) => Buffer.concat(writes)
const first = Array.from({ length: 2_000 }, (_, number) => makeInput(7, number))

describe('an input', () => {
  it('has the same bytes, cuts and manner each time', () => {
    for (const input of first.slice(0, 100)) expect(makeInput(7, input.number)).toEqual(input)
  })

  it('differs from its neighbours and from the same number of another seed', () => {
    const texts = first.map(input => bytesOf(input).toString('latin1'))
    expect(new Set(texts).size).toBeGreaterThan(1_600)
    const alike = first.filter(input => bytesOf(input).equals(bytesOf(makeInput(8, input.number))))
    expect(alike.length).toBeLessThan(100)
  })

  it('comes from every beginning, by every mutation, in every manner', () => {
    expect(new Set(first.map(({ from }) => from))).toEqual(new Set(corpusNames))
    expect(new Set(first.flatMap(({ mutations }) => mutations))).toEqual(new Set(mutationNames))
    expect(new Set(first.map(({ manner }) => manner))).toEqual(new Set(manners))
  })
})

describe('a mutation', () => {
  it.each(mutationNames)('can %s of anything, again and again', name => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), fc.constantFrom(...corpusNames), (seed, from) => {
        const dice = createDice(seed)
        let parts: readonly Buffer[] = corpus[from](dice)
        for (let round = 0; round < 5; round += 1) parts = mutate(parts, name, dice)
        expect(Buffer.concat(parts).length).toBeLessThanOrEqual(maxInputBytes)
      }),
      { numRuns: 20 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomConversations } from './test/random-conversations.ts'
import { read, stretchesOf } from './test/reading.ts'
import { taggedBooks } from './test/tagged.ts'

describe('a ledger of a random conversation', () => {
  it('has the books of the tags at random cuts', () => {
    fc.assert(
      fc.property(randomConversations, fc.array(fc.nat(3000), { maxLength: 20 }), (pieces, cuts) => {
        const ledger = read(stretchesOf(pieces), cuts)
        expect(ledger.problem).toBeUndefined()
        expect(ledger.books()).toEqual(taggedBooks(pieces))
      }),
      { numRuns: 500 },
    )
  })
})

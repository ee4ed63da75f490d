import { describe, expect, it } from 'vitest'
import { type Books, closes, emptyBooks, subtractBooks, sumBooks } from './books.ts'

const some: Books = {
  up: { head: 1, framing: 2, envelope: 3, payload: 4, total: 10 },
  down: { head: 10, framing: 20, envelope: 30, payload: 40, total: 100 },
}

describe('books', () => {
  it('are all zero when empty, and close', () => {
    expect(Object.values(emptyBooks().up)).toEqual([0, 0, 0, 0, 0])
    expect(closes(emptyBooks())).toBe(true)
  })

  it('add up column by column', () => {
    expect(sumBooks([some, some]).down).toEqual({
      head: 20,
      framing: 40,
      envelope: 60,
      payload: 80,
      total: 200,
    })
    expect(sumBooks([])).toEqual(emptyBooks())
  })

  it('give back one summand when the other is subtracted', () => {
    expect(subtractBooks(sumBooks([some, some]), some)).toEqual(some)
  })

  it('close only if both directions add up to their totals', () => {
    expect(closes(some)).toBe(true)
    expect(closes({ ...some, up: { ...some.up, framing: 3 } })).toBe(false)
    expect(closes({ ...some, down: { ...some.down, total: 99 } })).toBe(false)
  })
})

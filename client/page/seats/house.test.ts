import { describe, expect, it } from 'vitest'
import { createHouse } from './house.ts'
import { readSeatEvent } from './protocol.ts'

const map = {
  cursor: 'e.4',
  theatre: 2,
  rows: ['A', 'B'],
  columns: 2,
  taken: { A1: 'ann' },
  buyersPerSecond: 0,
}

describe('a client’s theatre', () => {
  it('begins with what the map says', () => {
    expect(createHouse(map).free).toEqual(['A2', 'B1', 'B2'])
  })

  it('takes in a sale once, and not again when the event comes after the map', () => {
    const house = createHouse(map)
    expect(house.apply({ theatre: 2, seat: 'B1', by: 'bo' })).toBe('sold')
    expect(house.apply({ theatre: 2, seat: 'B1', by: 'bo' })).toBe('known')
    expect(house.apply({ theatre: 2, seat: 'A1', by: 'ann' })).toBe('known')
    expect(house.free).toEqual(['A2', 'B2'])
  })

  it('is empty when another theatre opens, also where its first sale is what comes first', () => {
    const house = createHouse(map)
    expect(house.apply({ theatre: 3, opened: true })).toBe('opened')
    expect(house.free).toHaveLength(4)
    expect(house.apply({ theatre: 4, seat: 'B2', by: 'cy' })).toBe('opened')
    expect(house.free).toEqual(['A1', 'A2', 'B1'])
    expect(house.apply({ theatre: 4, opened: true })).toBe('known')
  })

  it('lets pass what is of a theatre gone by, or no seat of it', () => {
    const house = createHouse(map)
    expect(house.apply({ theatre: 1, seat: 'B1', by: 'bo' })).toBe('known')
    expect(house.apply({ theatre: 2, seat: 'Z9', by: 'bo' })).toBe('known')
    house.learn(1, 'B1', 'bo')
    expect(house.free).toEqual(['A2', 'B1', 'B2'])
  })

  it('knows at once what a click was answered', () => {
    const house = createHouse(map)
    house.learn(2, 'B1', 'me')
    expect(house.taken.get('B1')).toBe('me')
    expect(house.apply({ theatre: 2, seat: 'B1', by: 'me' })).toBe('known')
  })

  it('knows what a whole map says and nothing else, after a gap', () => {
    const house = createHouse(map)
    house.apply({ theatre: 2, seat: 'B1', by: 'bo' })
    house.replace({ ...map, taken: { B2: 'di' } })
    expect(house.free).toEqual(['A1', 'A2', 'B1'])
  })
})

describe('an event of a theatre', () => {
  it('is read, and what is none is passed over', () => {
    expect(readSeatEvent({ theatre: 1, seat: 'C7', by: 'ann' })).toEqual({
      theatre: 1,
      seat: 'C7',
      by: 'ann',
    })
    expect(readSeatEvent({ theatre: 1, opened: true })).toEqual({ theatre: 1, opened: true })
    for (const data of [
      null,
      3,
      'C7',
      {},
      { theatre: '1', seat: 'C7', by: 'x' },
      { theatre: 1, seat: 7, by: 'x' },
    ])
      expect(readSeatEvent(data)).toBeUndefined()
  })
})

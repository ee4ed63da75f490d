import { describe, expect, it } from 'vitest'
import { initialState } from '../state.ts'
import type { Bought } from './box-office.ts'
import { createClicks } from './clicks.ts'
import { stepFrom } from './grid.ts'
import { createHouse } from './house.ts'
import { createSaleRate } from './sale-rate.ts'
import { rowOf } from './table.ts'
import { createCounter } from './tally.ts'

describe('the counts of a map', () => {
  it('have clicks, those wasted, and the sum of chances with its deviation', () => {
    const counter = createCounter()
    counter.clicked(true, 0.5)
    counter.clicked(false, 0.5)
    counter.shown(40)
    counter.shown(60)
    expect(counter.tally).toEqual({
      clicks: 2,
      wasted: 1,
      judged: 2,
      expected: 1,
      deviation: Math.SQRT1_2,
      ageMs: 50,
    })
    expect(rowOf({ tally: counter.tally, expectedAgeMs: 50 }, 'en')).toEqual([
      '50',
      '50',
      '2',
      '1',
      '1 ± 0.707',
      '50 %',
      '50 %',
    ])
  })

  it('have no expectation of a click of which theory says nothing, and say of how many they have', () => {
    const counter = createCounter()
    counter.clicked(false, 0.5)
    counter.clicked(true, null)
    expect(rowOf({ tally: counter.tally, expectedAgeMs: null }, 'en').slice(2)).toEqual([
      ...['2', '1', '0.5 ± 0.5 / 1', '50 %', '50 %'],
    ])
  })

  it('have the age of the last news alone', () => {
    const counter = createCounter()
    for (let news = 0; news < 60; news += 1) counter.shown(1_000)
    for (let news = 0; news < 60; news += 1) counter.shown(50)
    expect(counter.tally.ageMs).toBe(50)
  })

  it('are nought after a reset, and then have no age and no share', () => {
    const counter = createCounter()
    counter.clicked(true, 0.5)
    counter.reset()
    expect(counter.tally).toEqual({ clicks: 0, wasted: 0, judged: 0, expected: 0, deviation: 0, ageMs: null })
    expect(rowOf({ tally: counter.tally, expectedAgeMs: null }, 'en')).toEqual([
      '–',
      '–',
      '0',
      '0',
      '–',
      '–',
      '–',
    ])
  })
})

describe('the rate of sales', () => {
  it('is of the last sales, without the pause between theatres', () => {
    const rate = createSaleRate()
    for (let sale = 0; sale < 4; sale += 1) rate.sold(1, sale * 200)
    expect(rate.perSecond).toBeNull()
    for (let sale = 0; sale < 4; sale += 1) rate.sold(2, 60_000 + sale * 200)
    expect(rate.perSecond).toBe(5)
  })
})

describe('a click', () => {
  const map = { cursor: 'e.1', theatre: 1, rows: ['A'], columns: 10, taken: {}, buyersPerSecond: 0 }
  const clicking = (answer: Bought) => {
    const counter = createCounter()
    const clicks = createClicks({
      ...{ transport: 'websocket', counter, settings: () => initialState, assumedSalesPerSecond: () => 2 },
      office: { buy: async () => answer },
      isOwn: () => false,
    })
    return { counter, clicks, house: createHouse(map) }
  }

  it('on a seat that is gone is wasted, and the map knows then', async () => {
    const { counter, clicks, house } = clicking({ type: 'gone' })
    await clicks.click(house, 'A3', 'me', new AbortController().signal)
    expect(counter.tally).toMatchObject({ clicks: 1, wasted: 1 })
    expect(counter.tally.expected).toBeCloseTo((2 * 0.05) / 10, 6)
    expect(house.taken.get('A3')).toBe('?')
  })

  it('has the chance that the measured age gives, once there is one', async () => {
    const { counter, clicks, house } = clicking({ type: 'bought' })
    counter.shown(100)
    await clicks.click(house, 'A3', 'me', new AbortController().signal)
    expect(counter.tally.expected).toBeCloseTo((2 * 0.1) / 10, 6)
    expect(house.taken.get('A3')).toBe('me')
  })

  it('that was not judged does not count', async () => {
    const { counter, clicks, house } = clicking({ type: 'failed', reason: 'down' })
    await clicks.click(house, 'A3', 'me', new AbortController().signal)
    expect(counter.tally.clicks).toBe(0)
    expect(house.free).toContain('A3')
  })
})

describe('the arrow keys', () => {
  it('move within the grid, and stay at its edge', () => {
    expect(stepFrom(13, 'ArrowUp', 8, 12)).toBe(1)
    expect(stepFrom(1, 'ArrowUp', 8, 12)).toBe(1)
    expect(stepFrom(11, 'ArrowRight', 8, 12)).toBe(11)
    expect(stepFrom(95, 'ArrowDown', 8, 12)).toBe(95)
    expect(stepFrom(30, 'Home', 8, 12)).toBe(24)
    expect(stepFrom(30, 'End', 8, 12)).toBe(35)
    expect(stepFrom(30, 'x', 8, 12)).toBeUndefined()
  })
})

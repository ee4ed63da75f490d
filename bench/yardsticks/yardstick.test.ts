import { describe, expect, it } from 'vitest'
import { createRandom } from '../../server/sources/random.ts'
import { floorOf } from './floors.ts'
import { shuffled } from './shuffled.ts'
import { sizesOf } from './sizes.ts'
import { yardstickOf } from './yardstick.ts'

describe('a yardstick', () => {
  it('is the median of the pairs’ own ratios, not the ratio of the medians', () => {
    const pairs = [
      [10, 10],
      [20, 10],
      [60, 20],
    ] as const
    const yardstick = yardstickOf({ name: 'sse', quantity: 'cpuMicrosPerDelivery', against: 'less' }, pairs)
    expect(yardstick).toEqual({
      name: 'sse',
      quantity: 'cpuMicrosPerDelivery',
      against: 'less',
      ours: { median: 20, low: 10, high: 60 },
      other: { median: 10, low: 10, high: 20 },
      ratio: { median: 2, low: 1, high: 3 },
      pairs: 3,
    })
  })
})

describe('a floor', () => {
  it('takes p50 from each round, and p90 and p99 from all round trips once they carry them', () => {
    const round = (from: number) => Float64Array.from({ length: 100 }, (_, index) => from + index)
    const { p50Micros, p90Micros, p99Micros, ...rest } = floorOf('ws', [round(1), round(101), round(201)])
    expect(rest).toEqual({ name: 'ws', payloadBytes: 100, rounds: 3, count: 300 })
    expect(p50Micros).toEqual({ median: 150, low: 50, high: 250 })
    expect(p90Micros.median).toBe(270)
    expect(p99Micros.median).toBeNull()
  })
})

describe('the order of a round', () => {
  const items = ['a', 'b', 'c', 'd', 'e', 'f']

  it('holds every item once and is fixed by the seed', () => {
    const order = shuffled(items, createRandom(3))
    expect(order.toSorted()).toEqual(items)
    expect(shuffled(items, createRandom(3))).toEqual(order)
  })

  it('puts every item first about as often', () => {
    const random = createRandom(5)
    const firsts = new Map<string, number>()
    for (let round = 0; round < 6_000; round += 1) {
      const [first] = shuffled(items, random)
      firsts.set(first!, (firsts.get(first!) ?? 0) + 1)
    }
    for (const item of items) expect(Math.abs(firsts.get(item)! - 1_000)).toBeLessThan(150)
  })
})

describe('the sizes', () => {
  it('are whole at scale 1, and never fewer than two rounds', () => {
    expect(sizesOf(1)).toMatchObject({ rounds: 10, roundTrips: 200, messagesPerBlock: 200, subscribers: 100 })
    expect(sizesOf(0)).toMatchObject({ rounds: 2, messagesPerBlock: 20, subscribers: 5, eventsPerWindow: 4 })
  })
})

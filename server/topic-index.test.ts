import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeedEvent } from './feed.ts'
import { createTopicIndex } from './topic-index.ts'

const names = Array.from({ length: 8 }, (_, index) => `topic ${index}`)
const event = (sequence: number, topic: string | undefined): FeedEvent => ({
  sequence,
  topic,
  record: '',
  recordBytes: 0,
  encoded: new Map(),
})

describe('the index of topics', () => {
  it('finds what a walk through the log finds, and never says less was evicted than was', () => {
    const steps = fc.array(
      fc.record({
        topic: fc.option(fc.constantFrom(...names), { nil: undefined }),
        evictions: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 9 }), (given, maxIdleTopics) => {
        const index = createTopicIndex(maxIdleTopics)
        const all: FeedEvent[] = []
        let evicted = 0
        for (const { topic, evictions } of given) {
          const added = event(all.length + 1, topic)
          all.push(added)
          index.add(added)
          for (let count = 0; count < evictions && evicted < all.length; count += 1) {
            index.evict(all[evicted]!)
            evicted += 1
          }
        }
        for (const name of names) {
          const held = all.slice(evicted).filter(({ topic }) => topic === name)
          const gone = all.slice(0, evicted).findLast(({ topic }) => topic === name)?.sequence ?? 0
          expect(index.newest(name)).toBe(held.at(-1))
          for (let position = 0; position <= all.length; position += 1) {
            const after = held.filter(({ sequence }) => sequence > position)
            expect(index.after(name, position, 3)).toEqual(after.slice(0, 3))
          }
          expect(index.lastEvicted(name)).toBeGreaterThanOrEqual(gone)
          expect(index.lastEvicted(name)).toBeLessThanOrEqual(evicted)
          // With room for every topic nothing is forgotten.
          if (maxIdleTopics >= names.length) expect(index.lastEvicted(name)).toBe(gone)
        }
      }),
    )
  })

  it('finds a topic again after thousands of evictions', () => {
    const index = createTopicIndex()
    for (let sequence = 1; sequence <= 10_000; sequence += 1) {
      index.add(event(sequence, 'a'))
      if (sequence > 100) index.evict(event(sequence - 100, 'a'))
    }
    expect(index.after('a', 0, 2).map(({ sequence }) => sequence)).toEqual([9_901, 9_902])
    expect(index.after('a', 9_999, 2).map(({ sequence }) => sequence)).toEqual([10_000])
    expect(index.lastEvicted('a')).toBe(9_900)
  })
})

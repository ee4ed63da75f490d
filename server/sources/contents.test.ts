import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFeed } from '../feed.ts'
import {
  leastPayloadBytes,
  loopContents,
  mostPayloadBytes,
  ownData,
  paddedData,
  synthetic,
} from './contents.ts'
import { createRandom } from './random.ts'
import type { Recording } from './recording.ts'

const recordBytes = (data: unknown, topic?: string) =>
  Buffer.byteLength(JSON.stringify({ id: 'abcd1234.17', at: 1_700_000_000_000_000, topic, data }))

describe('synthetic', () => {
  it.each([100, 125, 126, 65_535, 65_536])('fills a record to exactly %i bytes', payloadBytes => {
    const make = synthetic(payloadBytes, createRandom(1))
    const overheadBytes = recordBytes('')
    expect(recordBytes(make(overheadBytes))).toBe(payloadBytes)
    expect(recordBytes(make(overheadBytes))).toBe(payloadBytes)
  })

  it('fills any record from its overhead to any size, in characters that JSON leaves alone', () => {
    const sizes = fc.integer({ min: leastPayloadBytes, max: 20_000 })
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 0, max: leastPayloadBytes }),
        fc.integer(),
        (bytes, overhead, seed) => {
          const text = synthetic(bytes, createRandom(seed))(overhead) as string
          expect(text).toHaveLength(bytes - overhead)
          expect(text).toMatch(/^[\x20-\x7e]*$/)
          expect(JSON.stringify(text)).toBe(`"${text}"`)
        },
      ),
    )
  })

  it('varies from event to event, and not from run to run', () => {
    const texts = (seed: number) => {
      const make = synthetic(1000, createRandom(seed))
      return Array.from({ length: 50 }, () => make(60))
    }
    expect(new Set(texts(1)).size).toBe(50)
    expect(new Set(texts(1)[0] as string).size).toBeGreaterThan(80)
    expect(texts(1)).toEqual(texts(1))
    expect(texts(1)).not.toEqual(texts(2))
  })

  it.each([leastPayloadBytes - 1, 100.5, Number.NaN, mostPayloadBytes + 1])(
    'refuses a payload of %d',
    payloadBytes => {
      expect(() => synthetic(payloadBytes, createRandom(1))).toThrow(
        `payload must be a whole number of bytes from 59 to 16777216, got ${payloadBytes}`,
      )
    },
  )

  it('refuses an overhead that leaves no room', () => {
    expect(() => synthetic(100, createRandom(1))(101)).toThrow('bytes from 101 to 16777216, got 100')
  })
})

describe('leastPayloadBytes', () => {
  it('is a record with 8 characters of epoch, 9 digits of sequence, 16 of time and no data', () => {
    const record = '{"id":"abcdefgh.123456789","at":1234567890123456,"data":""}'
    expect(leastPayloadBytes).toBe(Buffer.byteLength(record))
  })
})

describe('paddedData', () => {
  it('gives the log records of exactly the size, with and without a topic', () => {
    const feed = createFeed()
    const toContent = paddedData(126, createRandom(1))
    for (const topic of [undefined, 't', 'é"'.repeat(10)]) {
      const event = feed.append(toContent(topic === undefined ? { data: 1 } : { data: 1, topic }))
      expect(Buffer.byteLength(event.record)).toBe(126)
      expect(JSON.parse(event.record).topic).toBe(topic)
    }
  })

  it('refuses an event whose topic leaves no room', () => {
    const toContent = paddedData(100, createRandom(1))
    expect(() => toContent({ data: 1, topic: 't'.repeat(31) })).toThrow('bytes from 101 to 16777216, got 100')
  })
})

describe('loopContents', () => {
  const recording: Recording = {
    name: 'made',
    events: [
      { timeMs: 0, data: 'a' },
      { timeMs: 1, data: 'b', topic: 't' },
      { timeMs: 2, data: 'c' },
    ],
  }
  it.each([
    [0, ['a', 'b', 'c', 'a', 'b']],
    [2, ['c', 'a', 'b', 'c', 'a']],
    [3, ['a', 'b', 'c', 'a', 'b']],
  ])('goes round from %i', (index, expected) => {
    const contents = loopContents(recording, index, ownData)
    expect(Array.from({ length: 5 }, () => contents.next().value.data)).toEqual(expected)
  })

  it('keeps topics', () => {
    expect(loopContents(recording, 1, ownData).next().value).toEqual({ data: 'b', topic: 't' })
  })
})

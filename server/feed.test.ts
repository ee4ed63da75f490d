import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { parseCursor } from './cursor.ts'
import { createFeed, type Feed, type FeedEvent, type ReadOptions, restarted } from './feed.ts'
import { maxBatchBytes, maxBatchEvents } from './protocol.ts'
import { collectGarbage } from './test/collect-garbage.ts'
import { appendNumbers } from './test/start-server.ts'

const topicNames = ['a', 'b', 'c'] as const
const topics = fc.option(fc.constantFrom(...topicNames), { nil: undefined })
const appends = fc.record({ topic: topics, size: fc.integer({ min: 0, max: 200 }) })
const capacities = fc.record({
  capacityEvents: fc.integer({ min: 1, max: 12 }),
  capacityBytes: fc.integer({ min: 1, max: 2_000 }),
})
const limits = fc.record({
  maxEvents: fc.integer({ min: 1, max: 8 }),
  maxBytes: fc.integer({ min: 1, max: 800 }),
})

/** The log as a list that is never cut, and how far it would have been. */
function createModel(capacity: { capacityEvents: number; capacityBytes: number }) {
  const all: FeedEvent[] = []
  let lastEvicted = 0
  const held = () => all.slice(lastEvicted)
  const bytesOf = (events: readonly FeedEvent[]) =>
    events.reduce((sum, event) => sum + Buffer.byteLength(event.record), 0)
  return {
    all,
    held,
    get lastEvicted() {
      return lastEvicted
    },
    add(event: FeedEvent) {
      all.push(event)
      while (
        held().length > capacity.capacityEvents ||
        (bytesOf(held()) > capacity.capacityBytes && held().length > 1)
      ) {
        lastEvicted += 1
      }
    },
    evictedAfter: (position: number, topic: string | undefined) =>
      all.slice(Math.max(position, 0), lastEvicted).filter(event => isOf(event, topic)),
  }
}

type Model = ReturnType<typeof createModel>

const isOf = (event: FeedEvent, topic: string | undefined) => topic === undefined || event.topic === topic

function fill(feed: Feed, model: Model, given: readonly { topic: string | undefined; size: number }[]): void {
  for (const { topic, size } of given) model.add(feed.append({ data: 'x'.repeat(size), topic }))
}

/** What the model says that a gap must be. */
function gapOf(feed: Feed, model: Model, position: number, topic: string | undefined) {
  const cursor = feed.cursorAt(model.lastEvicted)
  if (position === restarted) return { reason: 'restarted', lost: null, cursor }
  const evicted = model.evictedAfter(position, topic)
  if (evicted.length === 0) return undefined
  return { reason: 'evicted', lost: topic === undefined ? evicted.length : null, cursor }
}

/** The longest run that the limits allow, at least one. */
function cut(events: readonly FeedEvent[], { maxEvents, maxBytes }: { maxEvents: number; maxBytes: number }) {
  let count = 0
  let bytes = 0
  for (const event of events) {
    bytes += Buffer.byteLength(event.record)
    if (count > 0 && (count >= maxEvents || bytes > maxBytes)) break
    count += 1
  }
  return events.slice(0, count)
}

describe('reading the log', () => {
  it('agrees with a list that is read by walking it, from every position', () => {
    fc.assert(
      fc.property(
        capacities,
        fc.array(appends, { maxLength: 40 }),
        topics,
        limits,
        (capacity, given, topic, limit) => {
          const feed = createFeed(capacity)
          const model = createModel(capacity)
          fill(feed, model, given)
          for (let position = restarted; position <= feed.head; position += 1) {
            const reading = feed.read(position, { topic, ...limit })
            const gap = gapOf(feed, model, position, topic)
            const from = gap ? model.lastEvicted : position
            const due = model.held().filter(event => event.sequence > from && isOf(event, topic))
            expect(reading.gap).toEqual(gap)
            expect(reading.events).toEqual(cut(due, limit))
            // Where to read on: behind what was read, before what was not.
            const last = reading.events.at(-1)?.sequence ?? from
            const next = due[reading.events.length]?.sequence ?? feed.head + 1
            expect(reading.position).toBeGreaterThanOrEqual(last)
            expect(reading.position).toBeLessThan(next)
            if (due.length === 0) expect(reading.position).toBe(feed.head)
          }
        },
      ),
    )
  })

  it('gives a reader that goes on from where it stood each event once, or counts it in a gap', () => {
    const steps = fc.array(fc.oneof(appends, fc.constant('read' as const)), { maxLength: 80 })
    fc.assert(
      fc.property(capacities, steps, topics, limits, (capacity, given, topic, limit) => {
        const feed = createFeed(capacity)
        const model = createModel(capacity)
        const reader = createReader(feed, { topic, ...limit })
        for (const step of given) {
          if (step === 'read') reader.read()
          else fill(feed, model, [step])
        }
        while (reader.read()) {
          // To the head.
        }
        const due = model.all.filter(event => isOf(event, topic)).map(event => event.sequence)
        const missed = (sequence: number) =>
          reader.gaps.some(gap => sequence > gap.from && sequence <= gap.to)
        expect(reader.read()).toBe(false)
        expect(reader.seen).toEqual(due.filter(sequence => !missed(sequence)))
        if (topic !== undefined) return
        const lost = reader.gaps.reduce((sum, gap) => sum + gap.lost!, 0)
        expect(reader.seen.length + lost).toBe(feed.head)
      }),
    )
  })

  it('gives the newest event of a topic alone, and passes over the rest without a gap', () => {
    fc.assert(
      fc.property(capacities, fc.array(appends, { maxLength: 30 }), topics, (capacity, given, topic) => {
        const feed = createFeed(capacity)
        const model = createModel(capacity)
        fill(feed, model, given)
        for (let position = 0; position <= feed.head; position += 1) {
          const newest = model.held().findLast(event => isOf(event, topic))
          const events = newest && newest.sequence > position ? [newest] : []
          expect(feed.readLatest(position, topic)).toEqual({ gap: undefined, events, position: feed.head })
        }
        const gap = { reason: 'restarted', lost: null, cursor: feed.cursorAt(model.lastEvicted) }
        expect(feed.readLatest(restarted, topic).gap).toEqual(gap)
      }),
    )
  })

  it('bounds a batch in events and in bytes when no limit is given, and lets one larger record through', () => {
    const feed = createFeed()
    appendNumbers(feed, maxBatchEvents + 1)
    expect(feed.read(0)).toMatchObject({ position: maxBatchEvents })
    const at = feed.head
    for (const size of [maxBatchBytes / 2, maxBatchBytes / 2, 2 * maxBatchBytes, 1]) {
      feed.append({ data: 'x'.repeat(size) })
    }
    const sequences = (position: number) => feed.read(position).events.map(event => event.sequence - at)
    expect(sequences(at)).toEqual([1])
    expect(sequences(at + 1)).toEqual([2])
    expect(sequences(at + 2)).toEqual([3])
    expect(sequences(at + 3)).toEqual([4])
  })
})

/** A reader that keeps account of what it saw and of what it was told to have missed. */
function createReader(feed: Feed, options: ReadOptions) {
  const seen: number[] = []
  const gaps: { from: number; to: number; lost: number | null }[] = []
  let position = 0
  /** Reads once; false at the head. */
  function read(): boolean {
    const reading = feed.read(position, options)
    if (reading.gap) {
      const to = parseCursor(reading.gap.cursor)!.sequence
      gaps.push({ from: position, to, lost: reading.gap.lost })
    }
    seen.push(...reading.events.map(event => event.sequence))
    if (reading.events.length > 0 || reading.gap) expect(reading.position).toBeGreaterThan(position)
    position = reading.position
    return reading.events.length > 0
  }
  return { seen, gaps, read }
}

describe('appending', () => {
  it('writes the record once: id, time, topic, data', () => {
    const feed = createFeed({ nowMicros: () => 1_700_000_000_000_001 })
    const plain = feed.append({ data: { a: [null, 'é'] } })
    expect(plain.record).toBe(`{"id":"${feed.epoch}.1","at":1700000000000001,"data":{"a":[null,"é"]}}`)
    expect(plain.recordBytes).toBe(Buffer.byteLength(plain.record))
    const named = feed.append({ data: 0, topic: 'a"b\\' })
    expect(named.record).toBe(`{"id":"${feed.epoch}.2","at":1700000000000001,"topic":"a\\"b\\\\","data":0}`)
  })

  it('tells a filling how many bytes the record has without it', () => {
    const feed = createFeed()
    const fitted = feed.append({ data: overheadBytes => 'x'.repeat(300 - overheadBytes), topic: 'é' })
    expect(Buffer.byteLength(fitted.record)).toBe(300)
  })

  it('leaves the log as it was when data can not be written', () => {
    const feed = createFeed()
    appendNumbers(feed, 2)
    const endless: unknown[] = []
    endless.push(endless)
    expect(() => feed.append({ data: endless as never })).toThrow(TypeError)
    expect(feed.head).toBe(2)
    expect(feed.append({ data: 3 }).sequence).toBe(3)
    expect(feed.read(0).events.map(event => event.sequence)).toEqual([1, 2, 3])
  })

  it('starts each log with an epoch of its own', () => {
    const epochs = new Set(Array.from({ length: 100 }, () => createFeed().epoch))
    expect(epochs.size).toBe(100)
  })
})

describe('locating a cursor', () => {
  it('finds its own up to the head, and tells the others apart', () => {
    const feed = createFeed()
    appendNumbers(feed, 3)
    for (let position = 0; position <= 3; position += 1) {
      expect(feed.locate(feed.cursorAt(position))).toBe(position)
    }
    expect(feed.locate(feed.cursorAt(4))).toBe('ahead')
    expect(feed.locate(createFeed().cursorAt(99))).toBe(restarted)
    expect(feed.locate('')).toBe('malformed')
    expect(feed.locate(feed.cursorAt(restarted))).toBe('malformed')
  })
})

describe('memory', () => {
  it('lets go of an event once it is evicted, though its topic goes on', async () => {
    const feed = createFeed({ capacityEvents: 2 })
    const evicted = Array.from(
      { length: 50 },
      (_, index) => new WeakRef(feed.append({ data: index, topic: 'a' })),
    )
    await collectGarbage()
    expect(evicted.filter(event => event.deref() !== undefined).length).toBe(2)
  })

  it('is bounded however many topics there are, and none of them loses an event in silence', async () => {
    const feed = createFeed({ capacityEvents: 100 })
    const publish = (count: number) => {
      for (let number = 0; number < count; number += 1) feed.append({ data: 0, topic: `topic ${feed.head}` })
    }
    publish(20_000)
    await collectGarbage()
    const before = process.memoryUsage().heapUsed
    publish(200_000)
    await collectGarbage()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(10 * 1_048_576)
    // Forgotten, lately evicted, and still held.
    const gapAt = (position: number) => feed.read(position, { topic: `topic ${position}` }).gap?.reason
    expect([0, 12_345, 205_000, 219_899].map(gapAt)).toEqual(['evicted', 'evicted', 'evicted', 'evicted'])
    expect(gapAt(219_900)).toBeUndefined()
    // One that never was, from a place behind all that was forgotten.
    expect(feed.read(219_000, { topic: 'never' })).toEqual({
      gap: undefined,
      events: [],
      position: feed.head,
    })
  })
})

describe('following', () => {
  const turn = () => new Promise(resolve => setImmediate(resolve))

  it('wakes once for all that is appended in a turn, and after it', async () => {
    const feed = createFeed()
    const wake = vi.fn()
    feed.follow(undefined, wake)
    appendNumbers(feed, 5)
    appendNumbers(feed, 5, 6, 'a')
    expect(wake).toHaveBeenCalledTimes(0)
    await turn()
    expect(wake).toHaveBeenCalledTimes(1)
    appendNumbers(feed, 1)
    await turn()
    expect(wake).toHaveBeenCalledTimes(2)
  })

  it('wakes a topic only for its own events', async () => {
    const feed = createFeed()
    const wakes = { a: vi.fn(), b: vi.fn() }
    feed.follow('a', wakes.a)
    feed.follow('b', wakes.b)
    appendNumbers(feed, 2, 1, 'a')
    appendNumbers(feed, 1, 3)
    await turn()
    expect(wakes.a).toHaveBeenCalledTimes(1)
    expect(wakes.b).toHaveBeenCalledTimes(0)
  })

  it('wakes again for what a follower appends while it is woken', async () => {
    const feed = createFeed()
    const positions: number[] = []
    feed.follow(undefined, () => {
      positions.push(feed.head)
      if (feed.head < 3) appendNumbers(feed, 1)
    })
    appendNumbers(feed, 1)
    await turn()
    expect(positions).toEqual([1, 2, 3])
  })

  it('wakes nobody who stopped, be it while others are woken, between append and wake, or twice', async () => {
    const feed = createFeed()
    const late = vi.fn()
    const first = vi.fn(() => {
      stopSecond()
      stopTopic()
      stopFirst()
    })
    const stopFirst = feed.follow(undefined, first)
    const stopSecond = feed.follow(undefined, late)
    const stopTopic = feed.follow('a', late)
    const stopEarly = feed.follow('a', late)
    appendNumbers(feed, 1, 1, 'a')
    stopEarly()
    stopEarly()
    await turn()
    expect(first).toHaveBeenCalledTimes(1)
    expect(late).toHaveBeenCalledTimes(0)
    appendNumbers(feed, 1, 2, 'a')
    await turn()
    expect(first).toHaveBeenCalledTimes(1)
  })
})

import { randomBytes } from 'node:crypto'
import { formatCursor, parseCursor } from './cursor.ts'
import { createFollowers, type Wake } from './followers.ts'
import type { Cursor, Gap, Json } from './protocol.ts'
import { maxBatchBytes, maxBatchEvents } from './protocol.ts'
import { createTopicIndex } from './topic-index.ts'

/** One event in the log: its record serialised once, and each transport's encoding of it, made when first needed. */
export interface FeedEvent {
  readonly sequence: number
  readonly topic: string | undefined
  /** The event record, the same bytes on every transport. */
  readonly record: string
  readonly recordBytes: number
  /** A transport's encoding, cached by its own name. */
  readonly encoded: Map<string, Buffer>
}

/** A place in the log: the sequence of the last event seen. `restarted` stands for any cursor of another epoch. */
export type Position = number

/** The position of a cursor that belongs to another epoch. */
export const restarted: Position = -1

/** What follows a position, up to a batch. */
export interface Reading {
  /** Told before the events: what a reader at this position will never see. */
  readonly gap: Gap | undefined
  readonly events: readonly FeedEvent[]
  /** Where to read on. */
  readonly position: Position
}

/** Which events a reader wants, and how many at once. */
export interface ReadOptions {
  readonly topic?: string | undefined
  readonly maxEvents?: number
  readonly maxBytes?: number
}

/** Makes data that fills a record to a size; `overheadBytes` is the record's size with `""` as its data. */
export type Fill = (overheadBytes: number) => Json

/** What is appended: data, or a way to make it once its place in the log is known. */
export interface Content {
  readonly data: Json | Fill
  readonly topic?: string | undefined
}

/** The log: one order of events, read by cursor. */
export interface Feed {
  readonly epoch: string
  /** The position of the newest event; 0 before the first. */
  readonly head: Position
  /** The position of the newest event that is gone; 0 before the first. */
  readonly lastEvicted: Position
  append(content: Content): FeedEvent
  read(position: Position, options?: ReadOptions): Reading
  /** The newest event after a position, passing over the ones before it. */
  readLatest(position: Position, topic?: string): Reading
  /** Calls `wake` once a turn in which events of the topic (any, without one) came, with those; returns the way to stop. */
  follow(topic: string | undefined, wake: Wake): () => void
  /** The position of a cursor. `ahead` when it lies after the head, `malformed` when it is none. */
  locate(cursor: Cursor): Position | 'ahead' | 'malformed'
  cursorAt(position: Position): Cursor
}

/** How much the log holds, and what tells its time. */
export interface FeedOptions {
  /** The most events held. */
  readonly capacityEvents?: number
  /** The most bytes of records held; the newest event is always held. */
  readonly capacityBytes?: number
  /** Unix time in microseconds. */
  readonly nowMicros?: () => number
  /** 1 to 32 letters and digits; at random unless given. */
  readonly epoch?: string
}

const defaultCapacityEvents = 10_000
const defaultCapacityBytes = 256 * 1_048_576

const { timeOrigin } = performance

/** Unix time in microseconds that never runs backwards within a process. */
function unixMicros(): number {
  return Math.round((timeOrigin + performance.now()) * 1_000)
}

/** Starts an empty log with an epoch of its own. */
export function createFeed(options: FeedOptions = {}): Feed {
  const capacityEvents = options.capacityEvents ?? defaultCapacityEvents
  const capacityBytes = options.capacityBytes ?? defaultCapacityBytes
  const nowMicros = options.nowMicros ?? unixMicros
  const epoch = options.epoch ?? randomBytes(4).toString('hex')
  const held = new Map<Position, FeedEvent>()
  const topics = createTopicIndex()
  const followers = createFollowers()
  let head: Position = 0
  let headCursor = formatCursor(epoch, 0)
  let lastEvicted: Position = 0
  let heldBytes = 0

  function evictOldest(): void {
    lastEvicted += 1
    const event = held.get(lastEvicted)!
    held.delete(lastEvicted)
    heldBytes -= event.recordBytes
    topics.evict(event)
  }

  function append({ data, topic }: Content): FeedEvent {
    const sequence = head + 1
    const id = formatCursor(epoch, sequence)
    const opening = `{"id":"${id}","at":${nowMicros()},${
      topic === undefined ? '' : `"topic":${JSON.stringify(topic)},`
    }"data":`
    const value = typeof data === 'function' ? data(Buffer.byteLength(opening) + '""}'.length) : data
    const record = `${opening}${JSON.stringify(value)}}`
    const event = { sequence, topic, record, recordBytes: Buffer.byteLength(record), encoded: new Map() }
    head = sequence
    headCursor = id
    held.set(sequence, event)
    heldBytes += event.recordBytes
    topics.add(event)
    while (held.size > capacityEvents || (heldBytes > capacityBytes && held.size > 1)) evictOldest()
    followers.notify(event)
    return event
  }

  function gapBefore(position: Position, topic: string | undefined): Gap | undefined {
    const cursor = formatCursor(epoch, lastEvicted)
    if (position === restarted) return { reason: 'restarted', lost: null, cursor }
    const evicted = topic === undefined ? lastEvicted : topics.lastEvicted(topic)
    if (position >= evicted) return undefined
    // Of one topic's evicted events nobody kept a count.
    return { reason: 'evicted', lost: topic === undefined ? evicted - position : null, cursor }
  }

  function candidates(from: Position, topic: string | undefined, limit: number): readonly FeedEvent[] {
    if (topic !== undefined) return topics.after(topic, from, limit)
    const events: FeedEvent[] = []
    for (let sequence = from + 1; sequence <= head && events.length < limit; sequence += 1) {
      events.push(held.get(sequence)!)
    }
    return events
  }

  function read(position: Position, options: ReadOptions = {}): Reading {
    const { topic, maxEvents = maxBatchEvents, maxBytes = maxBatchBytes } = options
    // Most polls find nothing new.
    if (position === head) return { gap: undefined, events: [], position: head }
    const gap = gapBefore(position, topic)
    const from = gap ? lastEvicted : position
    const found = candidates(from, topic, maxEvents)
    const events = withinBytes(found, maxBytes)
    const complete = events.length === found.length && found.length < maxEvents
    return { gap, events, position: complete ? head : events.at(-1)!.sequence }
  }

  function readLatest(position: Position, topic?: string): Reading {
    const newest = topic === undefined ? held.get(head) : topics.newest(topic)
    const events = newest && newest.sequence > position ? [newest] : []
    return { gap: position === restarted ? gapBefore(position, topic) : undefined, events, position: head }
  }

  function locate(cursor: Cursor): Position | 'ahead' | 'malformed' {
    // Most who ask have everything.
    if (cursor === headCursor) return head
    const parsed = parseCursor(cursor)
    if (!parsed) return 'malformed'
    if (parsed.epoch !== epoch) return restarted
    return parsed.sequence > head ? 'ahead' : parsed.sequence
  }

  return {
    epoch,
    get head() {
      return head
    },
    get lastEvicted() {
      return lastEvicted
    },
    append,
    read,
    readLatest,
    follow: (topic, wake) => followers.add(topic, head, wake),
    locate,
    cursorAt: position => formatCursor(epoch, position),
  }
}

/** The longest run of events from the first whose records fit, and at least the first. */
function withinBytes(events: readonly FeedEvent[], maxBytes: number): readonly FeedEvent[] {
  let bytes = 0
  for (const [index, event] of events.entries()) {
    bytes += event.recordBytes
    if (bytes > maxBytes && index > 0) return events.slice(0, index)
  }
  return events
}

import type { FeedEvent } from './feed.ts'

/** One topic's events that are still in the log, in order, and how far this topic has been evicted. */
interface TopicLog {
  events: FeedEvent[]
  /** Events before this place in `events` are gone; they are cut off now and then, not one by one. */
  start: number
  /** No event of this topic after this sequence has been evicted. */
  lastEvicted: number
  followers: number
}

/**
 * Finds a topic's events without walking the whole log. A topic is held while the log has an event of it or
 * somebody follows it, so the index is bounded by both.
 */
export interface TopicIndex {
  /** `lastEvicted` is the log's: what a topic that is new here may have lost before. */
  add(event: FeedEvent, lastEvicted: number): void
  /** The log dropped its oldest event. */
  evict(event: FeedEvent): void
  /** Keeps the topic known while it is followed, so that a quiet topic is not taken for an evicted one. */
  hold(topic: string, lastEvicted: number): void
  release(topic: string): void
  /** The topic's events after `sequence`, oldest first, at most `limit`. */
  after(topic: string, sequence: number, limit: number): readonly FeedEvent[]
  newest(topic: string): FeedEvent | undefined
  /** The last sequence up to which events of the topic may have been evicted; undefined for a topic not held. */
  lastEvicted(topic: string): number | undefined
}

const compactAfter = 1_024

/** Makes an empty index. */
export function createTopicIndex(): TopicIndex {
  const topics = new Map<string, TopicLog>()

  function open(topic: string, lastEvicted: number): TopicLog {
    let log = topics.get(topic)
    if (!log) {
      log = { events: [], start: 0, lastEvicted, followers: 0 }
      topics.set(topic, log)
    }
    return log
  }

  function dropIfUnused(topic: string, log: TopicLog): void {
    if (log.followers === 0 && log.start === log.events.length) topics.delete(topic)
  }

  function evict(event: FeedEvent): void {
    const log = event.topic === undefined ? undefined : topics.get(event.topic)
    if (!log) return
    log.start += 1
    log.lastEvicted = event.sequence
    if (log.start === log.events.length || (log.start >= compactAfter && log.start * 2 > log.events.length)) {
      log.events = log.events.slice(log.start)
      log.start = 0
    }
    dropIfUnused(event.topic!, log)
  }

  return {
    add: (event, lastEvicted) => {
      if (event.topic !== undefined) open(event.topic, lastEvicted).events.push(event)
    },
    evict,
    hold: (topic, lastEvicted) => {
      open(topic, lastEvicted).followers += 1
    },
    release: topic => {
      const log = topics.get(topic)
      if (!log) return
      log.followers -= 1
      dropIfUnused(topic, log)
    },
    after: (topic, sequence, limit) => {
      const log = topics.get(topic)
      if (!log) return []
      const from = firstAfter(log, sequence)
      return log.events.slice(from, from + limit)
    },
    newest: topic => {
      const log = topics.get(topic)
      return log && log.start < log.events.length ? log.events.at(-1) : undefined
    },
    lastEvicted: topic => topics.get(topic)?.lastEvicted,
  }
}

/** The place of the first event after `sequence`, by halving. */
function firstAfter(log: TopicLog, sequence: number): number {
  let low = log.start
  let high = log.events.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (log.events[middle]!.sequence <= sequence) low = middle + 1
    else high = middle
  }
  return low
}

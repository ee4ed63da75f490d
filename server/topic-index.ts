import type { FeedEvent, Position } from './feed.ts'

/** One topic's events that are still in the log, in order, and how far this topic has been evicted. */
interface TopicLog {
  /** Undefined where an event was evicted, so that nothing holds it any longer. */
  events: (FeedEvent | undefined)[]
  /** The places before this one in `events` are empty; they are cut off now and then, not one by one. */
  start: number
  /** No event of this topic after this position has been evicted. */
  lastEvicted: Position
}

/** Finds a topic's events without walking the whole log, and knows which topics have lost some. */
export interface TopicIndex {
  add(event: FeedEvent): void
  /** The log dropped its oldest event. */
  evict(event: FeedEvent): void
  /** The topic's events after a position, oldest first, at most `limit`. */
  after(topic: string, position: Position, limit: number): readonly FeedEvent[]
  newest(topic: string): FeedEvent | undefined
  /** No event of the topic after this position has been evicted. */
  lastEvicted(topic: string): Position
}

const compactAfter = 1_024
/** So many topics without an event in the log are remembered, so that a quiet one is not taken for an evicted one. */
const defaultMaxIdleTopics = 10_000

/** Makes an empty index. */
export function createTopicIndex(maxIdleTopics = defaultMaxIdleTopics): TopicIndex {
  const topics = new Map<string, TopicLog>()
  const idle = new Set<string>()
  /** What a forgotten topic may have lost; a topic that is not known may be one of those. */
  let forgottenUpTo: Position = 0

  function add(event: FeedEvent): void {
    const { topic } = event
    if (topic === undefined) return
    const log = topics.get(topic)
    if (log) log.events.push(event)
    else topics.set(topic, { events: [event], start: 0, lastEvicted: forgottenUpTo })
    idle.delete(topic)
  }

  function evict({ topic, sequence }: FeedEvent): void {
    const log = topic === undefined ? undefined : topics.get(topic)
    if (!log) return
    log.events[log.start] = undefined
    log.start += 1
    log.lastEvicted = sequence
    const isEmpty = log.start === log.events.length
    if (isEmpty || (log.start >= compactAfter && log.start * 2 > log.events.length)) {
      log.events = log.events.slice(log.start)
      log.start = 0
    }
    if (isEmpty) rest(topic!)
  }

  /** Keeps a topic without events in mind, and forgets the one that has rested longest when there are too many. */
  function rest(topic: string): void {
    idle.add(topic)
    if (idle.size <= maxIdleTopics) return
    const [oldest] = idle as Iterable<string> as [string]
    forgottenUpTo = Math.max(forgottenUpTo, topics.get(oldest)!.lastEvicted)
    topics.delete(oldest)
    idle.delete(oldest)
  }

  return {
    add,
    evict,
    after: (topic, position, limit) => {
      const log = topics.get(topic)
      if (!log) return []
      const from = firstAfter(log, position)
      return log.events.slice(from, from + limit) as FeedEvent[]
    },
    newest: topic => topics.get(topic)?.events.at(-1),
    lastEvicted: topic => topics.get(topic)?.lastEvicted ?? forgottenUpTo,
  }
}

/** The index of the first event after a position, by halving. */
function firstAfter(log: TopicLog, position: Position): number {
  let low = log.start
  let high = log.events.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (log.events[middle]!.sequence <= position) low = middle + 1
    else high = middle
  }
  return low
}

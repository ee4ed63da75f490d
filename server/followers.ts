import type { FeedEvent, Position } from './feed.ts'

/** What came in one turn for those who follow a topic, or everything. */
export interface News {
  /** Who stands here or after, and before the first of the events, misses none of them. */
  readonly after: Position
  /** At least one, in order. */
  readonly events: readonly FeedEvent[]
}

/** Is told of news; it may stop, follow and append meanwhile. */
export type Wake = (news: News) => void

/** Who waits for events, by topic. */
export interface Followers {
  /** Follows from the log's head on, each function once. Returns the way to stop, which may be called again. */
  add(topic: string | undefined, head: Position, wake: Wake): () => void
  /** Wakes the followers of the event's topic and of everything, once at the end of this turn however often it is called. */
  notify(event: FeedEvent): void
}

/** Followers of one topic, or of everything. */
interface Group {
  readonly members: Set<Wake>
  /** The last event they were told of; the log's head when the first of them came. */
  told: Position
  /** What came since. */
  events: FeedEvent[]
}

/** Its `then` is what `queueMicrotask` does, without the resource that Node makes for each of those. */
const settled = Promise.resolve()

/** Makes an empty set of followers. */
export function createFollowers(): Followers {
  const byTopic = new Map<string | undefined, Group>()
  let stirred: Group[] = []

  function add(topic: string | undefined, head: Position, wake: Wake): () => void {
    let group = byTopic.get(topic)
    if (!group) {
      group = { members: new Set(), told: head, events: [] }
      byTopic.set(topic, group)
    }
    const { members } = group
    members.add(wake)
    return () => {
      if (members.delete(wake) && members.size === 0) byTopic.delete(topic)
    }
  }

  function stir(topic: string | undefined, event: FeedEvent): void {
    const group = byTopic.get(topic)
    if (!group) return
    // A burst that is appended in one turn reaches a held poll as one answer and a stream as one write.
    if (stirred.length === 0) settled.then(wakeStirred)
    if (group.events.length === 0) stirred.push(group)
    group.events.push(event)
  }

  function wakeStirred(): void {
    const groups = stirred
    stirred = []
    for (const group of groups) {
      const news: News = { after: group.told, events: group.events }
      group.told = group.events.at(-1)!.sequence
      group.events = []
      for (const wake of group.members) wake(news)
    }
  }

  return {
    add,
    notify: event => {
      stir(undefined, event)
      if (event.topic !== undefined) stir(event.topic, event)
    },
  }
}

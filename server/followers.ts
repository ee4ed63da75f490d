/** Who waits for events, by topic. */
export interface Followers {
  /** Returns the way to stop, which may be called again. */
  add(topic: string | undefined, wake: () => void): () => void
  /** Wakes the topic's followers and those of everything, once at the end of this turn however often it is called. */
  notify(topic: string | undefined): void
}

/** Its `then` is what `queueMicrotask` does, without the resource that Node makes for each of those. */
const settled = Promise.resolve()

/** Makes an empty set of followers. */
export function createFollowers(): Followers {
  const byTopic = new Map<string | undefined, Set<() => void>>()
  const stirred = new Set<string | undefined>()

  function add(topic: string | undefined, wake: () => void): () => void {
    let group = byTopic.get(topic)
    if (!group) {
      group = new Set()
      byTopic.set(topic, group)
    }
    // A wrapper of its own, so that one function may follow twice.
    const member = () => wake()
    group.add(member)
    return () => {
      group.delete(member)
      if (group.size === 0 && byTopic.get(topic) === group) byTopic.delete(topic)
    }
  }

  function wakeStirred(): void {
    const groups = [...stirred].map(topic => byTopic.get(topic))
    stirred.clear()
    for (const group of groups) {
      if (group) for (const wake of group) wake()
    }
  }

  return {
    add,
    notify: topic => {
      // A burst that is appended in one turn reaches a held poll as one answer and a stream as one write.
      if (stirred.size === 0) settled.then(wakeStirred)
      stirred.add(undefined)
      if (topic !== undefined) stirred.add(topic)
    },
  }
}

/** A priority queue: the first item out is one that no other comes before. */
export interface Heap<T> {
  push(item: T): void
  peek(): T | undefined
  pop(): T | undefined
}

/** Makes a binary heap; `before` says whether an item comes out ahead of another. */
export function createHeap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = []
  const swap = (i: number, j: number) => {
    const item = items[i]!
    items[i] = items[j]!
    items[j] = item
  }

  function rise(from: number): void {
    let at = from
    for (let parent = (at - 1) >> 1; at > 0 && before(items[at]!, items[parent]!); parent = (at - 1) >> 1) {
      swap(at, parent)
      at = parent
    }
  }

  function sink(): void {
    for (let at = 0; ; ) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < items.length && before(items[child]!, items[least]!)) least = child
      }
      if (least === at) return
      swap(at, least)
      at = least
    }
  }

  return {
    push(item) {
      items.push(item)
      rise(items.length - 1)
    },
    peek: () => items[0],
    pop() {
      swap(0, items.length - 1)
      const first = items.pop()
      sink()
      return first
    },
  }
}

/** How long an item is kept after its time, in milliseconds. */
export const keptMs = 60_000

/** The most items of one kind that are kept. */
export const keptItems = 20_000

/** Dropping some at a time, not one, leaves an append at constant cost on average: so much of each bound. */
const slack = 1 / 16

/** Items in the order of their times, the latest of them only. */
export interface TraceList<T> {
  /** Oldest first; the same array always. */
  readonly items: readonly T[]
  /** Adds an item at its time, mostly at the end; returns what was dropped for it. */
  add(item: T): readonly T[]
  /** Takes an item out and puts `next` in at its own time. */
  replace(item: T, next: T): void
  /** Drops what is older than is kept at this time. */
  dropBefore(nowMs: number): readonly T[]
  clear(): void
}

const none: readonly never[] = []

/** Creates a list of items with a time each. */
export function createTraceList<T>(timeOf: (item: T) => number): TraceList<T> {
  const items: T[] = []

  function dropBefore(nowMs: number): readonly T[] {
    const oldest = items[0]
    if (oldest === undefined || timeOf(oldest) >= nowMs - keptMs) return none
    return items.splice(0, firstAtOrAfter(items, timeOf, nowMs - keptMs * (1 - slack)))
  }

  function insert(item: T): void {
    const atMs = timeOf(item)
    if (items.length === 0 || timeOf(items.at(-1) as T) <= atMs) items.push(item)
    else items.splice(firstAtOrAfter(items, timeOf, atMs, true), 0, item)
  }

  return {
    items,
    add(item) {
      insert(item)
      return items.length > keptItems ? items.splice(0, Math.ceil(keptItems * slack)) : none
    },
    replace(item, next) {
      const index = items.indexOf(item, firstAtOrAfter(items, timeOf, timeOf(item)))
      if (index === -1) return
      if (timeOf(item) === timeOf(next)) items[index] = next
      else {
        items.splice(index, 1)
        insert(next)
      }
    },
    dropBefore,
    clear() {
      items.length = 0
    },
  }
}

/**
 * The index of the first item at `ms` or later (with `after`: later than `ms`) of items in the order of their times;
 * their number when there is none. Looks at the logarithm of their number.
 */
export function firstAtOrAfter<T>(
  items: readonly T[],
  timeOf: (item: T) => number,
  ms: number,
  after = false,
): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const atMs = timeOf(items[middle] as T)
    if (atMs < ms || (after && atMs === ms)) low = middle + 1
    else high = middle
  }
  return low
}

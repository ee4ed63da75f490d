/** What a queue asks and tells its source; each may be left out. */
export interface QueueSource<T> {
  /** How large an item is, in the unit of {@link highWaterSize}; 0 without it. */
  sizeOf?(item: T): number
  /** More than {@link highWaterItems} or {@link highWaterSize} wait: the source should stop until `resume`. */
  pause?(): void
  /** All that waited was read. */
  resume?(): void
  /** The reader left or has read to the end: the source may let everything go. May be called again. */
  close?(): void
}

/** Turns callbacks into an async iterable for one reader. */
export interface Queue<T> extends AsyncIterable<T> {
  push(item: T): void
  /** Ends the iteration after the items that wait. */
  end(): void
  /** Ends it with an error after the items that wait; later calls change nothing. */
  fail(error: unknown): void
}

/** How many items may wait before the source is asked to pause. */
export const highWaterItems = 1_024

/** How much text may wait before the source is asked to pause, in UTF-16 code units: an item can be a chunk of 64 KiB. */
export const highWaterSize = 1_048_576

type Ending = { readonly failed: false } | { readonly failed: true; readonly error: unknown }

/**
 * Creates a queue. An item that comes while the reader waits is handed over at once. A source that cannot pause
 * (a browser's WebSocket or EventSource) is kept in memory without a bound while its reader is slow.
 */
export function createQueue<T>(source: QueueSource<T> = {}): Queue<T> {
  const waiting: T[] = []
  let waitingSize = 0
  let paused = false
  let ending: Ending | undefined
  let reader: { resolve(result: IteratorResult<T>): void; reject(error: unknown): void } | undefined

  const sizeOf = (item: T): number => source.sizeOf?.(item) ?? 0

  function settle({ resolve, reject }: NonNullable<typeof reader>, how: Ending): void {
    // An error is told once; whoever asks again finds the end.
    ending = { failed: false }
    source.close?.()
    if (how.failed) reject(how.error)
    else resolve({ done: true, value: undefined })
  }

  function finish(how: Ending): void {
    if (ending) return
    ending = how
    const waiter = reader
    reader = undefined
    if (waiter) settle(waiter, how)
  }

  function next(): Promise<IteratorResult<T>> {
    if (waiting.length > 0) {
      const value = waiting.shift()!
      waitingSize -= sizeOf(value)
      if (paused && waiting.length === 0) {
        paused = false
        source.resume?.()
      }
      return Promise.resolve({ done: false, value })
    }
    return new Promise((resolve, reject) => {
      if (ending) settle({ resolve, reject }, ending)
      else reader = { resolve, reject }
    })
  }

  return {
    push(item) {
      if (ending) return
      const waiter = reader
      reader = undefined
      if (waiter) {
        waiter.resolve({ done: false, value: item })
        return
      }
      waiting.push(item)
      waitingSize += sizeOf(item)
      if (paused || (waiting.length <= highWaterItems && waitingSize <= highWaterSize)) return
      paused = true
      source.pause?.()
    },
    end: () => finish({ failed: false }),
    fail: error => finish({ failed: true, error }),
    [Symbol.asyncIterator]: () => ({
      next,
      return() {
        waiting.length = 0
        finish({ failed: false })
        // A paused source would not hear the other side's goodbye.
        if (paused) source.resume?.()
        source.close?.()
        return Promise.resolve({ done: true, value: undefined })
      },
    }),
  }
}

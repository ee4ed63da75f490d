import type { Telemetry } from './protocol.ts'

/** How often a page is sent what has gathered, in milliseconds. */
const everyMs = 16
/** The most items that gather between two sendings. */
const mostItems = 5_000
/** Bytes that a page has not taken yet, from which on it is sent no more. */
const mostUnsentBytes = 1_048_576

/** Where an outbox sends to. */
export interface OutboxOptions {
  readonly send: (text: string) => void
  /** Bytes that were sent and that the page has not taken. */
  readonly unsentBytes: () => number
  /** Calls back so many milliseconds later; returns the way to call it off. */
  readonly later: (action: () => void, delayMs: number) => () => void
}

/** What waits to be sent to one page, bounded: one too slow loses traffic and is told how much. */
export interface Outbox {
  put(item: Telemetry): void
  stop(): void
}

type Kept = (item: never) => string

/** Of what says how things stand the newest of its kind is kept for a slow page; the rest is traffic. */
const stateOf: {
  readonly [Type in Telemetry['type']]?: (item: Extract<Telemetry, { type: Type }>) => string
} = {
  hello: () => 'hello',
  settings: () => 'settings',
  tabs: () => 'tabs',
  server: () => 'server',
  books: ({ transport }) => `books ${transport}`,
}

/** An empty outbox. */
export function createOutbox({ send, unsentBytes, later }: OutboxOptions): Outbox {
  let items: Telemetry[] = []
  let dropped = 0
  let callOff: (() => void) | undefined

  function dropTraffic(): void {
    const states = new Map<string, Telemetry>()
    for (const item of items) {
      const key = (stateOf[item.type] as Kept | undefined)?.(item as never)
      if (key === undefined) dropped += 1
      else {
        states.delete(key)
        states.set(key, item)
      }
    }
    items = [...states.values()]
  }
  function flush(): void {
    callOff = undefined
    if (unsentBytes() > mostUnsentBytes) {
      dropTraffic()
      schedule()
      return
    }
    const batch: Telemetry[] = dropped > 0 ? [{ type: 'dropped', items: dropped }, ...items] : items
    items = []
    dropped = 0
    if (batch.length > 0) send(JSON.stringify(batch))
  }
  function schedule(): void {
    callOff ??= later(flush, everyMs)
  }

  return {
    put(item) {
      items.push(item)
      if (items.length > mostItems) dropTraffic()
      schedule()
    },
    stop() {
      callOff?.()
      items = []
    },
  }
}

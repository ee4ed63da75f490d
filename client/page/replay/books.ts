import type { LiveTransport } from '../../../bench/live/protocol.ts'
import { type Books, byteCategories, emptyBooks, sumBooks } from '../../../bench/wire/books.ts'
import type { TelemetryOf } from '../context.ts'

type Message = TelemetryOf<'message'>

/** The sums of a replay's messages, by transport, as the lab's ledger keeps them. */
export interface ReplayBooks {
  /** Adds a message; one that was told before is added once. */
  add(message: Message): void
  connectionClosed(id: number): void
  /** Those that have changed since they were last taken. */
  take(): readonly TelemetryOf<'books'>[]
  reset(): void
}

interface Sums {
  readonly books: Books
  readonly open: Set<number>
  opened: number
  sent: number
  empty: number
  isChanged: boolean
}

/** Creates books of a page with nothing in them. */
export function createReplayBooks(tab: number): ReplayBooks {
  const sums = new Map<LiveTransport, Sums>()

  const sumsOf = (transport: LiveTransport): Sums => {
    const known = sums.get(transport) ?? nothing()
    sums.set(transport, known)
    return known
  }
  return {
    add(message) {
      const { tab: owner, transport, way, kind, bytes, empty, connection } = message
      if (owner !== tab || isRetold(message)) return
      const own = sumsOf(transport)
      for (const category of byteCategories) {
        own.books[way][category] += bytes[category]
        own.books[way].total += bytes[category]
      }
      if (!own.open.has(connection)) own.opened += 1
      own.open.add(connection)
      if (kind === 'request') own.sent += 1
      if (empty) own.empty += 1
      own.isChanged = true
    },
    connectionClosed(id) {
      for (const own of sums.values()) if (own.open.delete(id)) own.isChanged = true
    },
    take() {
      return [...sums].flatMap(([transport, own]) => {
        if (!own.isChanged) return []
        own.isChanged = false
        const { books, opened, open, sent, empty } = own
        const connections = { opened, open: open.size }
        return [
          { type: 'books', tab, transport, books: sumBooks([books]), connections, requests: { sent, empty } },
        ] as const
      })
    },
    reset() {
      for (const transport of sums.keys()) sums.set(transport, nothing())
    },
  }
}

/** A message up is told when it enters the link, and again when it has left it. */
function isRetold({ way, endMs }: Message): boolean {
  return way === 'up' && endMs !== null
}

const nothing = (): Sums => ({
  books: emptyBooks(),
  open: new Set(),
  opened: 0,
  sent: 0,
  empty: 0,
  isChanged: true,
})

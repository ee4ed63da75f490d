import { type Books, byteCategories, emptyBooks, sumBooks } from '../wire/books.ts'
import type { Moved } from '../wire/sheet.ts'
import type { TranscriptMessage } from '../wire/transcript.ts'
import { isEmptyAnswer, type Owner } from './owner.ts'
import type { BooksTelemetry, LiveTransport } from './protocol.ts'

/** The sums of the messages of each open page and transport. */
export interface TabBooks {
  /** Begins to keep a page's books. */
  open(tab: number): void
  close(tab: number): void
  /** Sets a page's books to nothing. */
  reset(tab: number): void
  add(owner: Owner, connection: number, message: TranscriptMessage): void
  /** Bytes of a message that was added are of another category. */
  move(owner: Owner, message: TranscriptMessage, moved: Moved): void
  connectionClosed(connection: number): void
  /** A page's books that have changed since they were last taken. */
  take(tab: number): BooksTelemetry[]
}

interface Sums {
  books: Books
  opened: number
  readonly open: Set<number>
  sent: number
  empty: number
  changed: boolean
}

const nothing = (): Sums => ({
  books: emptyBooks(),
  opened: 0,
  open: new Set(),
  sent: 0,
  empty: 0,
  changed: true,
})

/** Books of no page yet. */
export function createTabBooks(): TabBooks {
  const tabs = new Map<number, Map<LiveTransport, Sums>>()

  function sumsOf({ tab, transport }: Owner): Sums | undefined {
    const transports = tab === null ? undefined : tabs.get(tab)
    if (!transports) return undefined
    const sums = transports.get(transport) ?? nothing()
    transports.set(transport, sums)
    sums.changed = true
    return sums
  }

  return {
    open: tab => void tabs.set(tab, new Map()),
    close: tab => void tabs.delete(tab),
    reset(tab) {
      const transports = tabs.get(tab)
      for (const transport of transports?.keys() ?? []) transports!.set(transport, nothing())
    },
    add(owner, connection, message) {
      const sums = sumsOf(owner)
      if (!sums) return
      const direction = sums.books[message.way]
      for (const category of byteCategories) direction[category] += message.bytes[category]
      direction.total += message.to - message.from
      if (!sums.open.has(connection)) sums.opened += 1
      sums.open.add(connection)
      if (message.kind === 'request') sums.sent += 1
      if (isEmptyAnswer(owner, message)) sums.empty += 1
    },
    move(owner, { way }, { from, to, bytes }) {
      const sums = sumsOf(owner)
      if (!sums) return
      sums.books[way][from] -= bytes
      sums.books[way][to] += bytes
    },
    connectionClosed(connection) {
      for (const transports of tabs.values()) {
        for (const sums of transports.values()) if (sums.open.delete(connection)) sums.changed = true
      }
    },
    take(tab) {
      const changed = [...(tabs.get(tab) ?? [])].filter(([, sums]) => sums.changed)
      return changed.map(([transport, sums]) => {
        sums.changed = false
        const { books, opened, open, sent, empty } = sums
        return {
          type: 'books',
          tab,
          transport,
          books: sumBooks([books]),
          connections: { opened, open: open.size },
          requests: { sent, empty },
        }
      })
    },
  }
}

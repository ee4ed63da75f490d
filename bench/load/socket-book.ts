import { EventEmitter, once } from 'node:events'
import type { Socket } from 'node:net'
import { type Books, closes, emptyBooks, sumBooks } from '../wire/books.ts'
import { type ConnectionLedger, createConnectionLedger } from '../wire/connection.ts'
import { type LedgerSocket, type OpenOptions, openLedgerSocket } from './ledger-socket.ts'

/** Opens a process's client sockets, keeps their books, and checks them against the sockets' own counters. */
export interface SocketBook {
  /** How many sockets were opened so far, those that failed to connect among them. */
  readonly opened: number
  /** Opens a socket; fits `createConnection` of `http.request`, of an `http.Agent` and of `ws`. */
  readonly open: (options: OpenOptions) => Socket
  /** The sum of all sockets' books so far, open and closed. */
  books(): Books
  /** One line a discrepancy: a socket whose books do not close, that carried another number of bytes, or is open. */
  verify(): string[]
  /** Resolves when no socket is open; rejects with an AbortError when the signal aborts. */
  allClosed(signal: AbortSignal): Promise<void>
}

interface Entry {
  readonly name: string
  readonly socket: LedgerSocket
  readonly ledger: ConnectionLedger
}

function discrepancies({ name, socket, ledger }: Entry, connected: boolean): string[] {
  const books = ledger.books()
  const carried = { up: connected ? socket.bytesWritten : 0, down: socket.bytesRead }
  const lines = (['up', 'down'] as const)
    .filter(way => books[way].total !== carried[way])
    .map(
      way => `${name}: ${way} the ledger saw ${books[way].total} bytes, the socket carried ${carried[way]}`,
    )
  if (ledger.problem !== undefined) lines.push(`${name}: ${ledger.problem}`)
  else if (!closes(books))
    lines.push(`${name}: the categories do not add up to the total: ${JSON.stringify(books)}`)
  return lines
}

/** A book without sockets; `createLedger` gives each socket its ledger. */
export function createSocketBook(createLedger: () => ConnectionLedger = createConnectionLedger): SocketBook {
  const open = new Set<Entry>()
  const found: string[] = []
  const changes = new EventEmitter()
  let closed = emptyBooks()
  let opened = 0

  function settle(entry: Entry, connected: boolean): void {
    open.delete(entry)
    closed = sumBooks([closed, entry.ledger.books()])
    found.push(...discrepancies(entry, connected))
    if (open.size === 0) changes.emit('empty')
  }
  function openSocket(options: OpenOptions): Socket {
    opened += 1
    const ledger = createLedger()
    const entry = { name: `socket ${opened}`, ledger, socket: openLedgerSocket(options, ledger) }
    open.add(entry)
    let connected = false
    entry.socket.once('connect', () => {
      connected = true
    })
    entry.socket.once('close', () => settle(entry, connected))
    return entry.socket
  }
  async function allClosed(signal: AbortSignal): Promise<void> {
    while (open.size > 0) await once(changes, 'empty', { signal })
  }
  return {
    get opened() {
      return opened
    },
    open: openSocket,
    books: () => sumBooks([closed, ...[...open].map(({ ledger }) => ledger.books())]),
    verify: () => [
      ...found,
      ...[...open].map(({ name }) => `${name}: still open, so its bytes are not final`),
    ],
    allClosed,
  }
}

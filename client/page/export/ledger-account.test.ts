import { describe, expect, it } from 'vitest'
import { emptyBooks } from '../../../bench/wire/books.ts'
import type { TelemetryOf } from '../context.ts'
import { createHandlers } from '../handlers.ts'
import { createLedgerAccount } from './ledger-account.ts'

function open() {
  const { on, tell } = createHandlers()
  let nowMs = 10
  const clock = { now: () => nowMs, toHost: (ms: number) => ms, toPage: (ms: number) => ms }
  const account = createLedgerAccount({ on, clock }, () => 2)
  const books = (total: number, tab = 2): TelemetryOf<'books'> => ({
    ...{ type: 'books', tab, transport: 'sse', connections: { opened: 1, open: 1 } },
    ...{ requests: { sent: 1, empty: 0 }, books: { ...emptyBooks(), up: { ...emptyBooks().up, total } } },
  })
  const event = {
    type: 'event',
    sequence: 1,
    cursor: 'e.1',
    intendedMs: 1,
    appendedMs: 1,
    topic: null,
  } as const
  return {
    account,
    at: (ms: number) => {
      nowMs = ms
    },
    books: (total: number, tab?: number) => tell([books(total, tab)]),
    event: () => tell([{ ...event, recordBytes: 9 }]),
  }
}

describe('the account of the ledger', () => {
  it('keeps this page’s last books, and counts events', () => {
    const { account, books, event } = open()
    books(100)
    books(900, 5)
    event()
    expect([account.books('sse')?.books.up.total, account.published, account.sinceMs]).toEqual([100, 1, 10])
    expect(account.books('polling')).toBeUndefined()
  })

  it('begins anew when books shrink, for they were set to nought', () => {
    const { account, books, event, at } = open()
    books(100)
    event()
    at(500)
    books(0)
    expect([account.published, account.sinceMs, account.books('sse')?.books.up.total]).toEqual([0, 500, 0])
    event()
    books(50)
    expect([account.published, account.sinceMs]).toEqual([1, 500])
  })
})

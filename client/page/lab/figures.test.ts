import { describe, expect, it } from 'vitest'
import { emptyBooks } from '../../../bench/wire/books.ts'
import type { TransportName } from '../../../server/protocol.ts'
import type { TelemetryOf } from '../context.ts'
import { initialState } from '../state.ts'
import { createFigures } from './figures.ts'
import { createTrace } from './trace.ts'

function booksOf(transport: TransportName, head: number, payload: number, sent: number, empty: number) {
  const books = emptyBooks()
  books.up.head = books.up.total = head
  books.down.payload = payload
  books.down.framing = 10
  books.down.total = payload + 10
  const connections = { opened: 2, open: 1 }
  return { type: 'books', tab: 1, transport, books, connections, requests: { sent, empty } } as const
}

function setUp() {
  let nowMs = 0
  let isHidden = false
  const trace = createTrace()
  const figures = createFigures(
    trace,
    () => nowMs,
    () => isHidden,
  )
  function event(sequence: number, intendedMs: number): TelemetryOf<'event'> {
    const cursor = `e.${sequence}`
    const told = { type: 'event', sequence, cursor, intendedMs, appendedMs: intendedMs + 1 } as const
    const whole = { ...told, topic: null, recordBytes: 100 }
    trace.add(whole)
    figures.event(whole)
    return whole
  }
  return {
    trace,
    figures,
    event,
    receive: (transport: TransportName, sequence: number, atMs: number) =>
      trace.addReceipt({ transport, cursor: `e.${sequence}`, sequence: null, atMs }),
    connect: (transport: TransportName, atMs: number) =>
      trace.addState({ transport, state: 'connecting', attempt: 0, code: null, atMs }),
    at(ms: number) {
      nowMs = ms
    },
    hide(hidden: boolean) {
      figures.take(!hidden)
      isHidden = hidden
    },
    of: (transport: TransportName) => figures.read(initialState)[transport],
  }
}

describe('the figures of a page', () => {
  it('are the percentiles of intended time to receipt, each event once', () => {
    const { event, receive, of } = setUp()
    for (let sequence = 1; sequence <= 100; sequence++) {
      event(sequence, sequence * 10)
      receive('sse', sequence, sequence * 10 + sequence)
      if (sequence % 30 === 0) of('sse')
    }
    expect(of('sse')).toMatchObject({ events: 100, late: 0, n: 100, p50Ms: 50, p99Ms: 99 })
    expect(of('polling')).toMatchObject({ events: 0, n: 0, p50Ms: null, p99Ms: null, requests: 0 })
  })

  it('wait for an event that telemetry tells of after its receipt', () => {
    const { event, receive, of } = setUp()
    receive('websocket', 1, 130)
    expect(of('websocket').n).toBe(0)
    event(1, 100)
    expect(of('websocket')).toMatchObject({ n: 1, p50Ms: 30 })
  })

  it('take no latency of an event that was there before the subscription, nor of a hidden page', () => {
    const { event, receive, connect, hide, of } = setUp()
    connect('polling', 0)
    event(1, 10)
    receive('polling', 1, 60)
    event(2, 100)
    connect('polling', 200)
    receive('polling', 2, 210)
    event(3, 300)
    receive('polling', 3, 320)
    expect(of('polling')).toMatchObject({ events: 3, late: 1, n: 2, p50Ms: 20, p99Ms: 50 })
    hide(true)
    event(4, 400)
    receive('polling', 4, 1_400)
    hide(false)
    expect(of('polling')).toMatchObject({ events: 4, late: 2, n: 2, p99Ms: 50 })
  })

  it('divide the ledger’s bytes by the events that had come when it told them', () => {
    const { figures, event, receive, of } = setUp()
    for (const sequence of [1, 2]) {
      event(sequence, sequence)
      receive('polling', sequence, sequence + 5)
    }
    figures.books(booksOf('polling', 900, 200, 8, 6))
    event(3, 3)
    receive('polling', 3, 9)
    expect(of('polling')).toMatchObject({
      events: 3,
      requests: 8,
      emptyShare: 0.75,
      connections: { opened: 2, open: 1 },
      bytesPerEvent: { head: 450, framing: 5, envelope: 0, payload: 100 },
      headBytes: 450,
      overheadBytes: 455,
      totalBytes: 555,
    })
  })

  it('begin anew, also where books from before are still on their way', () => {
    const { figures, event, receive, at, of } = setUp()
    event(1, 1)
    receive('polling', 1, 5)
    figures.books(booksOf('polling', 900, 200, 8, 6))
    at(50)
    figures.reset(50)
    expect(of('polling')).toMatchObject({ events: 0, n: 0, requests: 0, totalBytes: null })
    figures.books(booksOf('polling', 950, 200, 9, 7))
    expect(of('polling').requests).toBe(0)
    figures.books(booksOf('polling', 100, 0, 1, 1))
    event(2, 60)
    receive('polling', 2, 70)
    figures.books(booksOf('polling', 2_000, 100, 20, 19))
    expect(of('polling')).toMatchObject({ events: 1, n: 1, p50Ms: 10, requests: 20, headBytes: 2_000 })
  })

  it('keep what is older than the trace', () => {
    const { event, receive, of, trace } = setUp()
    event(1, 0)
    receive('sse', 1, 40)
    expect(of('sse').n).toBe(1)
    event(2, 200_000)
    receive('sse', 2, 200_060)
    expect(trace.receipts).toHaveLength(1)
    expect(of('sse')).toMatchObject({ events: 2, n: 2, p50Ms: 40, p99Ms: 60 })
  })
})

import { describe, expect, it } from 'vitest'
import type { TelemetryOf } from '../../context.ts'
import { createChatLedger } from './ledger.ts'
import { readChatLine, sends } from './line.ts'

type Message = TelemetryOf<'message'>

const usual: Message = {
  ...{
    type: 'message',
    id: 0,
    connection: 1,
    tab: 0,
    transport: 'polling',
    way: 'up',
    kind: 'request',
    name: '',
  },
  ...{ fromMs: 0, toMs: null, endMs: null, bytes: { head: 0, framing: 0, envelope: 0, payload: 0 } },
  ...{ cursors: [], events: 0, empty: false, status: null, exchange: 0 },
}
const bytes = (head: number, envelope = 0, payload = 0) => ({ head, framing: 0, envelope, payload })

function ledgerOf(messages: readonly Partial<Message>[]) {
  const ledger = createChatLedger(name =>
    name.includes('of=3.a') ? 'a' : name.includes('of=3.b') ? 'b' : undefined,
  )
  for (const message of messages) ledger.take({ ...usual, ...message })
  return ledger
}

describe('the ledger of a chat', () => {
  const polls: Partial<Message>[] = [
    { id: 1, name: 'GET /polling?of=3.b', exchange: 1, bytes: bytes(400), fromMs: 10 },
    { id: 2, way: 'down', kind: 'response', exchange: 1, bytes: bytes(200), empty: true },
    {
      id: 3,
      transport: 'events',
      name: 'POST /events?of=3.a',
      exchange: 3,
      bytes: bytes(500, 0, 30),
      fromMs: 101,
    },
    { id: 4, transport: 'events', way: 'down', kind: 'response', exchange: 3, bytes: bytes(250, 14) },
    { id: 5, name: 'GET /polling?of=3.b', exchange: 5, bytes: bytes(410), fromMs: 900 },
    {
      id: 6,
      way: 'down',
      kind: 'response',
      exchange: 5,
      bytes: bytes(210, 33, 90),
      cursors: ['e.1'],
      events: 1,
    },
    { id: 7, name: 'GET /polling?of=3.b', exchange: 7, bytes: bytes(420), fromMs: 1_900 },
    { id: 8, name: 'GET /polling?of=9.b', exchange: 8, bytes: bytes(999) },
  ]

  it('lays a line its own POST and answer, and the other’s polls until it came', () => {
    const ledger = ledgerOf(polls)
    ledger.sent(1, 'a', 100)
    ledger.arrived(1, 'e.1')
    expect(ledger.costOf(1)).toEqual({
      up: { requests: 1, headBytes: { up: 500, down: 250 }, otherBytes: 14, payloadBytes: 30 },
      down: { requests: 2, headBytes: { up: 810, down: 410 }, otherBytes: 33, payloadBytes: 90 },
    })
  })

  it('asks nothing more for a second line that came in the same answer', () => {
    const ledger = ledgerOf(polls.map(one => (one.id === 6 ? { ...one, cursors: ['e.1', 'e.2'] } : one)))
    ledger.sent(1, 'a', 100)
    ledger.sent(2, 'a', 300)
    ledger.arrived(1, 'e.1')
    ledger.arrived(2, 'e.2')
    expect(ledger.costOf(2).down?.requests).toBe(0)
    expect(ledger.costOf(2).up.requests).toBe(0)
  })

  it('lays a line on a WebSocket its frames alone, and takes a message that comes again once', () => {
    const frame = { id: 3, transport: 'websocket', kind: 'frame', exchange: 1, fromMs: 101 } as const
    const ledger = ledgerOf([
      { id: 1, transport: 'websocket', name: 'GET /websocket?of=3.a', exchange: 1, bytes: bytes(600) },
      { id: 2, transport: 'websocket', name: 'GET /websocket?of=3.b', exchange: 2, bytes: bytes(600) },
      { ...frame, bytes: { ...bytes(0, 20, 30), framing: 6 } },
      { ...frame, bytes: { ...bytes(0, 20, 30), framing: 6 }, toMs: 150 },
      {
        ...frame,
        id: 4,
        way: 'down',
        exchange: 2,
        bytes: { ...bytes(0, 0, 90), framing: 2 },
        cursors: ['e.1'],
      },
    ])
    ledger.sent(1, 'a', 100)
    ledger.arrived(1, 'e.1')
    expect(ledger.costOf(1)).toEqual({
      up: { requests: 0, headBytes: { up: 0, down: 0 }, otherBytes: 26, payloadBytes: 30 },
      down: { requests: 0, headBytes: { up: 0, down: 0 }, otherBytes: 2, payloadBytes: 90 },
    })
    expect(ledger.totalOf('a')).toEqual({
      requests: 1,
      headBytes: { up: 600, down: 0 },
      otherBytes: 26,
      payloadBytes: 30,
    })
  })

  it('does not know what hearing cost before the message that carried it is known', () => {
    const ledger = ledgerOf([])
    ledger.sent(1, 'a', 100)
    expect(ledger.costOf(1).down).toBeNull()
  })
})

describe('the field of a chat', () => {
  it('sends on Enter, but not on the Enter that ends a Hangul syllable', () => {
    expect(sends({ key: 'Enter', isComposing: false, keyCode: 13 })).toBe(true)
    expect(sends({ key: 'Enter', isComposing: true, keyCode: 229 })).toBe(false)
    expect(sends({ key: 'Enter', isComposing: true, keyCode: 13 })).toBe(false)
    expect(sends({ key: 'Enter', isComposing: false, keyCode: 229 })).toBe(false)
    expect(sends({ key: 'a', isComposing: false, keyCode: 65 })).toBe(false)
  })

  it('reads lines of a chat, Hangul too, and nothing else', () => {
    const line = { page: 3, from: 'a', key: 1, text: '안녕하세요' }
    expect(readChatLine(line)).toEqual(line)
    for (const data of [null, 'text', { ...line, from: 'c' }, { ...line, text: 5 }])
      expect(readChatLine(data)).toBeUndefined()
  })
})

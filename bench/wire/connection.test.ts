import { describe, expect, it } from 'vitest'
import { closes } from './books.ts'
import { createConnectionLedger } from './connection.ts'
import type { WireMessage } from './messages.ts'
import { conversations } from './test/conversations.ts'
import { read, readByteByByte, seamsOf, stretchesOf } from './test/reading.ts'
import {
  body,
  chunks,
  frame,
  get,
  handshake,
  head,
  lastChunk,
  type Piece,
  sized,
  taggedBooks,
} from './test/tagged.ts'

const ok = 'HTTP/1.1 200 OK'

describe.each(Object.entries(conversations))('a ledger of %s', (_name, pieces) => {
  const stretches = stretchesOf(pieces)
  const expected = taggedBooks(pieces)

  it('has the books of the tags, read whole', () => {
    const ledger = read(stretches)
    expect(ledger.problem).toBeUndefined()
    expect(ledger.books()).toEqual(expected)
    expect(closes(ledger.books())).toBe(true)
  })

  it('has the same books at every split', () => {
    const bytes = stretches.reduce((sum, stretch) => sum + stretch.bytes.length, 0)
    for (let cut = 1; cut < bytes; cut += 1) {
      expect(read(stretches, [cut]).books(), `cut at ${cut}`).toEqual(expected)
    }
  })

  it('has the same books and messages byte by byte', () => {
    const ledger = readByteByByte(stretches)
    expect(ledger.books()).toEqual(expected)
    expect(ledger.messages()).toEqual(read(stretches).messages())
  })
})

function recordOf(bytes: number): string {
  const empty = '{"id":"e.1","at":1517443200000000,"data":""}'
  return empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`)
}

describe.each([100, 125, 126, 127, 4095, 4096, 65_535, 65_536])('a record of %i bytes', bytes => {
  const record = recordOf(bytes)
  const pieces: Piece[] = [
    ...get('/polling'),
    ...sized('down', ok, body(`{"cursor":"e.1","events":[«${record}»]}`)),
    ...sized('up', 'POST /events HTTP/1.1', body(`«${record}»`)),
    ...sized('down', 'HTTP/1.1 201 Created', body('{"id":"e.1"}')),
    ...get('/streaming'),
    ...head('down', ok, 'Transfer-Encoding: chunked'),
    ...chunks('down', body(`«${record}»\n`), [bytes + 1]),
    ...chunks('down', body(`«${record}»\n`), [bytes]),
  ]
  const socket: Piece[] = [
    ...handshake('/websocket'),
    ...frame('down', body(`«${record}»`)),
    ...frame('up', body(`{"publish":«${record}»}`)),
    ...frame('down', body('{"published":"e.2"}')),
  ]
  const ways = { HTTP: pieces, WebSocket: socket }

  it.each(Object.entries(ways))(
    'is counted to the byte over %s, cut near every seam',
    (_name, conversation) => {
      const stretches = stretchesOf(conversation)
      const expected = taggedBooks(conversation)
      const near = seamsOf(conversation).flatMap(seam => [-2, -1, 0, 1, 2, 7].map(shift => seam + shift))
      for (const cut of near) expect(read(stretches, [cut]).books(), `cut at ${cut}`).toEqual(expected)
      expect(read(stretches, near).books()).toEqual(expected)
    },
  )
})

describe('what a ledger tells', () => {
  it('names each message and its bytes, both ways', () => {
    const seen: WireMessage[] = []
    const ledger = createConnectionLedger(message => seen.push(message))
    const pieces = [
      ...get('/health?a=1'),
      ...head('down', ok, 'Transfer-Encoding: chunked'),
      ...chunks('down', body('{"a":1}'), [4]),
      ...lastChunk('down'),
      ...handshake('/echo'),
      ...frame('up', body('«abc»')),
      ...frame('down', body('x'), { opcode: 9 }),
    ]
    for (const [way, , bytes] of pieces) ledger[way](bytes)
    expect(seen.map(({ way, kind, name, bytes }) => `${way} ${kind} ${name} ${bytes}`)).toEqual([
      'up request GET /health?a=1 45',
      'down response 200 OK 47',
      'down chunk  4',
      'down chunk  3',
      'up request GET /echo 63',
      'down response 101 Switching Protocols 77',
      'up frame text 9',
      'down control ping 3',
    ])
    expect(ledger.messages()).toEqual({
      up: { request: 2, response: 0, chunk: 0, frame: 1, control: 0 },
      down: { request: 0, response: 2, chunk: 2, frame: 0, control: 1 },
    })
  })

  it('gives books that do not change afterwards', () => {
    const ledger = createConnectionLedger()
    const before = ledger.books()
    ledger.up(new TextEncoder().encode('GET /'))
    expect(before.up.total).toBe(0)
    expect(ledger.books().up).toEqual({ head: 5, framing: 0, envelope: 0, payload: 0, total: 5 })
  })

  it('counts the first bytes of a record as envelope until they decide it', () => {
    const ledger = createConnectionLedger()
    for (const [way, , bytes] of [...handshake('/websocket'), ...frame('down', body('{"id"')).slice(0, 1)])
      ledger[way](bytes)
    ledger.down(new TextEncoder().encode('{"id"'))
    expect(ledger.books().down).toMatchObject({ envelope: 5, payload: 0 })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closes, type Way } from './books.ts'
import { type ConnectionLedger, createConnectionLedger } from './connection.ts'
import { conversations } from './test/conversations.ts'
import { read, readByteByByte, type Stretch, stretchesOf } from './test/reading.ts'
import { body, frame, get, handshake, head, type Piece, sized } from './test/tagged.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const piece = (way: Way, text: string): Piece => [way, 'envelope', bytesOf(text)]
const ok = 'HTTP/1.1 200 OK'

const chunked = [...get('/streaming'), ...head('down', ok, 'Transfer-Encoding: chunked')]
const opened = handshake('/websocket')
const rawFrame = (way: Way, ...bytes: number[]): Piece => [way, 'framing', Uint8Array.from(bytes)]

/** Conversations that break a rule, and the one line that says so. */
const faults: Readonly<Record<string, readonly [pieces: readonly Piece[], problem: RegExp]>> = {
  'a Content-Length one too small': [
    [
      ...get('/polling'),
      ...head('down', ok, 'Content-Length: 27'),
      piece('down', '{"cursor":"e.2","events":[]}'),
      ...head('down', ok),
    ],
    /^down: a status line was expected, came "}"$/,
  ],
  'a Content-Length one too large': [
    [
      ...get('/polling'),
      ...get('/polling'),
      ...head('down', ok, 'Content-Length: 29'),
      piece('down', '{"cursor":"e.2","events":[]}'),
      ...head('down', ok),
    ],
    /^down: a status line was expected, came "T"$/,
  ],
  'a chunk size one too small': [
    [...chunked, piece('down', '4\r\nabcde\r\n0\r\n\r\n')],
    /^down: a line end after chunk data was expected, came "e"$/,
  ],
  'a chunk size one too large': [
    [...chunked, piece('down', '6\r\nabcde\r\n0\r\n\r\n')],
    /^down: a line end after chunk data was expected, came "\\n"$/,
  ],
  'a chunk size that is none': [
    [...chunked, piece('down', 'xyz\r\n')],
    /^down: a chunk size was expected, came "x"$/,
  ],
  'a chunk size past what a number holds': [
    [...chunked, piece('down', 'fffffffffffffff\r\n')],
    /^down: a chunk size was expected, came "fffffffffffffff"$/,
  ],
  'a line without a carriage return': [
    [piece('up', 'GET / HTTP/1.1\nHost: a\n\n')],
    /^up: a request line was expected, came "GET/,
  ],
  'a field line without a carriage return': [
    [piece('up', 'GET / HTTP/1.1\r\nHost: a\n\r\n')],
    /^up: a field line was expected, came "Host: a\\n"$/,
  ],
  'a request line that is none': [
    [piece('up', 'GET /\r\n\r\n')],
    /^up: a request line was expected, came "GET \/"$/,
  ],
  'a field line that is none': [
    [piece('up', 'GET / HTTP/1.1\r\nno field\r\n\r\n')],
    /^up: a field line was expected, came "no field"$/,
  ],
  'a TLS handshake': [[rawFrame('up', 22, 3, 1, 2, 0)], /^up: a request line was expected, came "\\u0016"$/],
  'HTTP/2': [[piece('up', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')], /^up: a request line was expected/],
  'a line without an end': [
    [piece('up', `GET /${'a'.repeat(70_000)}`)],
    /^up: a request line was expected, came "GET \/a{35}"$/,
  ],
  'a Content-Length that is none': [
    [...head('up', 'POST /events HTTP/1.1', 'Content-Length: 5, 6'), piece('up', 'abcdef')],
    /^up: Content-Length: expected a number of bytes, came "5, 6"$/,
  ],
  'a transfer coding': [
    [...get('/'), ...head('down', ok, 'Transfer-Encoding: gzip, chunked')],
    /^down: Transfer-Encoding: expected chunked, came "gzip, chunked"$/,
  ],
  'a content coding over records': [
    [...get('/polling'), ...head('down', ok, 'Content-Encoding: br', 'Content-Length: 1')],
    /^down: Content-Encoding: expected identity, came "br"$/,
  ],
  'a response that nothing asked for': [[...head('down', ok)], /^down: a response 200 answers no request$/],
  'a 101 that nothing asked for': [
    [...get('/'), ...head('down', 'HTTP/1.1 101 Switching Protocols')],
    /^down: a response 101 answers no request for a WebSocket$/,
  ],
  'a compressed frame': [[...opened, rawFrame('down', 0xc1, 1, 65)], /^down: a frame has reserved bits set/],
  'an unknown opcode': [[...opened, rawFrame('down', 0x83, 0)], /^down: a frame has opcode 3/],
  'a fragmented ping': [[...opened, rawFrame('down', 0x09, 0)], /^down: a control frame is fragmented$/],
  'a long ping': [
    [...opened, rawFrame('down', 0x89, 126, 0, 126)],
    /^down: a control frame is longer than 125 bytes$/,
  ],
  'a continuation of nothing': [
    [...opened, rawFrame('down', 0x80, 0)],
    /^down: a continuation frame continues no message$/,
  ],
  'a message inside another': [
    [...opened, rawFrame('down', 0x01, 0, 0x81, 0)],
    /^down: a message begins inside another$/,
  ],
  'an unmasked client frame': [[...opened, rawFrame('up', 0x81, 0)], /^up: a client frame is not masked$/],
  'a masked server frame': [
    [...opened, rawFrame('down', 0x81, 0x80, 0, 0, 0, 0)],
    /^down: a server frame is masked$/,
  ],
  'a mebibyte before the upgrade is answered': [
    [...opened.slice(0, 1), ['up', 'framing', new Uint8Array(1_048_577)]],
    /^up: over a mebibyte was sent before the upgrade was answered$/,
  ],
}

describe.each(Object.entries(faults))('a ledger of %s', (_name, [pieces, problem]) => {
  const stretches = stretchesOf(pieces)

  it('names the problem and does not close', () => {
    const ledger = read(stretches)
    expect(ledger.problem).toMatch(problem)
    expect(closes(ledger.books())).toBe(false)
  })

  it('has the same books and problem byte by byte', () => {
    const whole = read(stretches)
    const bytewise = readByteByByte(stretches)
    expect(bytewise.books()).toEqual(whole.books())
    expect(bytewise.problem).toBe(whole.problem)
  })
})

function totals(stretches: readonly Stretch[], way: Way): number {
  return stretches.filter(stretch => stretch.way === way).reduce((sum, { bytes }) => sum + bytes.length, 0)
}

function expectSound(ledger: ConnectionLedger, stretches: readonly Stretch[]): void {
  const books = ledger.books()
  expect(books.up.total).toBe(totals(stretches, 'up'))
  expect(books.down.total).toBe(totals(stretches, 'down'))
  for (const { head: heads, framing, envelope, payload, total } of [books.up, books.down]) {
    for (const bytes of [heads, framing, envelope, payload]) expect(bytes).toBeGreaterThanOrEqual(0)
    expect(heads + framing + envelope + payload).toBeLessThanOrEqual(total)
  }
  if (ledger.problem === undefined) return
  expect(closes(books)).toBe(false)
  expect(ledger.problem).toMatch(/^(up|down): .+$/)
}

const wayOf = fc.constantFrom<Way>('up', 'down')

describe('a ledger of garbage', () => {
  it('counts every byte as total, throws nothing, and closes only without a problem', () => {
    const garbage = fc.array(fc.record({ way: wayOf, bytes: fc.uint8Array({ maxLength: 60 }) }))
    fc.assert(fc.property(garbage, stretches => expectSound(read(stretches), stretches)))
  })

  it('is sound for any conversation with one byte changed, the same at any cut', () => {
    const names = fc.constantFrom(...Object.keys(conversations))
    const cuts = fc.array(fc.nat(4000), { maxLength: 9 })
    fc.assert(
      fc.property(names, fc.nat(), fc.integer({ min: 1, max: 255 }), cuts, (name, place, change, some) => {
        const stretches = stretchesOf(conversations[name]!)
        const { bytes } = stretches[place % stretches.length]!
        bytes[place % bytes.length]! ^= change
        const whole = read(stretches)
        expectSound(whole, stretches)
        expect(read(stretches, some).problem).toBe(whole.problem)
        expect(read(stretches, some).books()).toEqual(whole.books())
      }),
      { numRuns: 500 },
    )
  })

  it('leaves the other direction readable', () => {
    const ledger = createConnectionLedger()
    for (const [way, , bytes] of [...get('/polling'), ...sized('down', ok, body('{"events":[«1»]}'))])
      ledger[way](bytes)
    ledger.up(bytesOf('\x00 garbage'))
    for (const [way, , bytes] of sized('down', 'HTTP/1.1 400 Bad Request', body('{}'))) ledger[way](bytes)
    const { up, down } = ledger.books()
    expect(down.head + down.envelope + down.payload).toBe(down.total)
    expect(up.total - up.head).toBe(9)
  })

  it('reports only the first problem', () => {
    const ledger = createConnectionLedger()
    for (const [way, , bytes] of [...opened, ...frame('up', body('{}'))]) ledger[way](bytes)
    ledger.down(Uint8Array.of(0xff))
    ledger.up(Uint8Array.of(0xff))
    expect(ledger.problem).toMatch(/^down: /)
  })
})

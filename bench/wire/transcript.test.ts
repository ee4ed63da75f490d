import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Books, byteCategories, emptyBooks, sumBooks } from './books.ts'
import { createConnectionLedger } from './connection.ts'
import { conversations } from './test/conversations.ts'
import { randomConversations } from './test/random-conversations.ts'
import { readInto, type Stretch, stretchesOf } from './test/reading.ts'
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
  untilClose,
} from './test/tagged.ts'
import { createTranscript, type TranscriptMessage } from './transcript.ts'

const ok = 'HTTP/1.1 200 OK'
const record = (sequence: number) => `«{"id":"e.${sequence}","at":1,"data":${sequence}}»`

/** The messages of a conversation that a ledger read, cut at the given indices, and the ledger's books. */
function transcribe(stretches: readonly Stretch[], cuts: readonly number[] = []) {
  const messages: TranscriptMessage[] = []
  const moved = new Map<number, number>()
  let id = 0
  const transcript = createTranscript({
    nextId: () => ++id,
    onMessage: message => messages.push(message),
    onMoved: (message, { bytes }) => moved.set(message.id, bytes),
  })
  const ledger = createConnectionLedger(undefined, transcript)
  readInto(ledger, stretches, cuts)
  transcript.end()
  return { messages, moved, books: ledger.books(), problem: ledger.problem }
}

function booksOf(messages: readonly TranscriptMessage[]): Books {
  return sumBooks(
    messages.map(({ way, bytes, from, to }) => {
      const books = emptyBooks()
      for (const category of byteCategories) books[way][category] = bytes[category]
      books[way].total = to - from
      return books
    }),
  )
}

/** Asserts what holds for the messages of every conversation. */
function expectWhole(stretches: readonly Stretch[], cuts: readonly number[] = []): void {
  const { messages, books } = transcribe(stretches, cuts)
  expect(booksOf(messages)).toEqual(books)
  for (const way of ['up', 'down'] as const) {
    const own = messages.filter(message => message.way === way)
    const sent = Buffer.concat(stretches.filter(each => each.way === way).map(({ bytes }) => bytes))
    expect(Buffer.concat(own.map(({ raw }) => raw))).toEqual(sent)
    expect(own.map(({ from }) => from)).toEqual([0, ...own.map(({ to }) => to)].slice(0, own.length))
  }
  for (const { bytes, runs, from, to } of messages) {
    const sums = { head: 0, framing: 0, envelope: 0, payload: 0 }
    for (const [category, length] of runs) sums[category] += length
    expect(sums).toEqual(bytes)
    expect(byteCategories.reduce((sum, category) => sum + bytes[category], 0)).toBe(to - from)
  }
}

/** The messages in one line each. */
function shown(pieces: readonly Piece[]): string[] {
  const { messages } = transcribe(stretchesOf(pieces))
  return messages.map(({ way, kind, name, status, cursors, from, to, request }) =>
    [way, kind, name, status ?? '-', to - from, cursors.join('+') || '-', request?.id ?? '-'].join(' '),
  )
}

describe.each(Object.entries(conversations))('the transcript of %s', (_name, pieces) => {
  const stretches = stretchesOf(pieces)

  it('has messages that add up to the books, and the bytes that were sent, at every split', () => {
    expectWhole(stretches)
    const bytes = stretches.reduce((sum, stretch) => sum + stretch.bytes.length, 0)
    for (let cut = 1; cut < bytes; cut += 7) expectWhole(stretches, [cut])
  })

  it('has runs of the categories that the tags have, in their order', () => {
    const { messages } = transcribe(stretches)
    for (const way of ['up', 'down'] as const) {
      const tags = pieces
        .filter(([tagWay]) => tagWay === way)
        .flatMap(([, category, bytes]) => new Array(bytes.length).fill(category))
      const runs = messages.filter(message => message.way === way).flatMap(message => message.runs)
      expect(runs.flatMap(([category, length]) => new Array(length).fill(category))).toEqual(tags)
    }
  })

  it('is the same byte by byte, but for the pieces of a body without lengths', () => {
    const all = stretches.reduce((sum, stretch) => sum + stretch.bytes.length, 0)
    expectWhole(
      stretches,
      Array.from({ length: all }, (_, index) => index),
    )
  })
})

describe('the transcript of a random conversation', () => {
  it('adds up at random cuts', () => {
    fc.assert(
      fc.property(randomConversations, fc.array(fc.nat(3000), { maxLength: 20 }), (pieces, cuts) => {
        expectWhole(stretchesOf(pieces), cuts)
      }),
      { numRuns: 300 },
    )
  })

  it('adds up when it is cut off anywhere, or goes on with what cannot be read', () => {
    const endings = fc.tuple(fc.nat(3000), fc.constantFrom('', 'garbage\n', '\u0000\u0001'))
    fc.assert(
      fc.property(randomConversations, endings, (pieces, [end, garbage]) => {
        const kept: Piece[] = []
        let left = end
        for (const [way, category, bytes] of pieces) {
          kept.push([way, category, bytes.subarray(0, left)])
          left = Math.max(0, left - bytes.length)
        }
        const { messages, books } = transcribe([
          ...stretchesOf(kept),
          { way: 'up', bytes: new TextEncoder().encode(garbage) },
        ])
        for (const way of ['up', 'down'] as const) {
          for (const category of byteCategories)
            expect(booksOf(messages)[way][category]).toBe(books[way][category])
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('what a transcript tells', () => {
  it('tells a poll as a request and a whole answer that names it', () => {
    const pieces = [
      ...get('/polling?since=e.0&tab=3'),
      ...sized('down', ok, body(`{"cursor":"e.2","events":[${record(1)},${record(2)}]}`)),
      ...get('/polling?since=e.2&tab=3'),
      ...head('down', 'HTTP/1.1 204 No Content'),
    ]
    expect(shown(pieces)).toEqual([
      'up request GET /polling?since=e.0&tab=3 - 58 - 1',
      'down response 200 OK 200 124 e.1+e.2 1',
      'up request GET /polling?since=e.2&tab=3 - 58 - 3',
      'down response 204 No Content 204 27 - 3',
    ])
  })

  it('tells a stream as its head and then each chunk, the last among them', () => {
    const text = body(`{"cursor":"e.0"}\n${record(1)}\n`)
    const pieces = [
      ...get('/streaming'),
      ...head('down', ok, 'Transfer-Encoding: chunked'),
      ...chunks('down', text, [17, 100]),
      ...lastChunk('down'),
      ...get('/sse'),
      ...untilClose(ok, body(`id: e.1\ndata: ${record(2)}\n\n`)),
    ]
    expect(shown(pieces)).toEqual([
      'up request GET /streaming - 44 - 1',
      'down response 200 OK 200 47 - 1',
      'down chunk  200 23 - 1',
      'down chunk  200 35 e.1 1',
      'down chunk last 200 5 - 1',
      'up request GET /sse - 38 - 6',
      'down response 200 OK 200 38 - 6',
      'down chunk  200 44 e.2 6',
    ])
  })

  it('tells a publication as one request with its body, however many chunks it has', () => {
    const pieces = [
      ...head('up', 'POST /events HTTP/1.1', 'Transfer-Encoding: chunked'),
      ...chunks('up', body('«{"id":"e.9"}»'), [4]),
      ...lastChunk('up'),
      ...sized('down', 'HTTP/1.1 201 Created', body('{"id":"e.1"}')),
    ]
    expect(shown(pieces)).toEqual([
      'up request POST /events - 85 - 1',
      'down response 201 Created 201 56 - 1',
    ])
  })

  it('tells frames both ways with the request that opened the socket, and a record in two frames once', () => {
    const [early = '', late = ''] = record(1).split('at')
    const pieces = [
      ...handshake('/websocket?tab=2'),
      ...frame('down', body(record(4))),
      ...frame('down', body(record(5))),
      ...frame('up', body('{"publish":«1»}')),
      ...frame('down', body(`${early}»`), { final: false }),
      ...frame('down', body(''), { opcode: 9 }),
      ...frame('down', body(`«at${late}`), { opcode: 0 }),
    ]
    expect(shown(pieces).slice(2)).toEqual([
      'down frame text - 30 e.4 1',
      'down frame text - 30 e.5 1',
      'up frame text - 19 - 1',
      'down frame text - 15 e.1 1',
      'down control ping - 2 - 1',
      'down frame continuation - 10 - 1',
    ])
  })

  it('amends a frame whose last bytes turn out to begin a record, and tells by how much', () => {
    const pieces = [
      ...handshake('/websocket'),
      ...frame('down', body('«{"i»'), { final: false }),
      ...frame('down', body('«d":"e.7"}»'), { opcode: 0 }),
    ]
    const { messages, moved } = transcribe(stretchesOf(pieces))
    const [, , first, second] = messages
    expect(moved).toEqual(new Map([[first!.id, 3]]))
    expect(first!.runs).toEqual([
      ['framing', 2],
      ['payload', 3],
    ])
    expect(second).toMatchObject({ cursors: ['e.7'], events: 1 })
  })

  it('tells an answer that nobody asked for, interim answers, and what was cut off', () => {
    expect(shown(sized('down', 'HTTP/1.1 408', body('{}')))).toEqual(['down response 408  408 37 - -'])
    const pieces = [
      ...get('/polling'),
      ...head('down', 'HTTP/1.1 100 Continue'),
      ...head('down', ok, 'Content-Length: 9'),
    ]
    expect(shown(pieces)).toEqual([
      'up request GET /polling - 42 - 1',
      'down response 100 Continue 100 25 - 1',
      'down response 200 OK 200 38 - 1',
    ])
    expect(transcribe(stretchesOf(pieces)).messages.map(({ complete }) => complete)).toEqual([
      true,
      true,
      false,
    ])
  })

  it('counts an echo of what looks like a record as no event', () => {
    const pieces = [...handshake('/echo'), ...frame('down', body('«{"id":"e.1"}»'))]
    expect(transcribe(stretchesOf(pieces)).messages.at(-1)).toMatchObject({ events: 0, cursors: [] })
  })

  it('keeps 65,536 bytes and 50 ids of a long answer, and counts all of it', () => {
    const records = Array.from({ length: 2_500 }, (_, index) => record(index + 1)).join()
    const pieces = [...get('/polling'), ...sized('down', ok, body(`{"events":[${records}]}`))]
    const message = transcribe(stretchesOf(pieces)).messages.at(-1)!
    expect(message.raw).toHaveLength(65_536)
    expect(message.to - message.from).toBeGreaterThan(80_000)
    expect(message.events).toBe(2_500)
    expect(message.cursors).toEqual(Array.from({ length: 50 }, (_, index) => `e.${index + 1}`))
  })
})

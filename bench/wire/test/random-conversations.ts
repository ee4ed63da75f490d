import fc from 'fast-check'
import { body, chunks, frame, get, handshake, head, lastChunk, type Piece, sized } from './tagged.ts'

const ok = 'HTTP/1.1 200 OK'
const inChunks = (target: string): Piece[] => [
  ...get(target),
  ...head('down', ok, 'Transfer-Encoding: chunked'),
]

/** What is random about one exchange: its records, and the sizes of its chunks. */
interface Draw {
  readonly records: readonly string[]
  readonly sizes: readonly number[]
}

const pollAnswer = (records: readonly string[]): string =>
  `{"cursor":"e.9","events":[${records.map(record => `«${record}»`).join()}]}`

const exchanges: Readonly<Record<string, (draw: Draw) => Piece[]>> = {
  'a poll': ({ records }) => [
    ...get('/long-polling?since=e.0'),
    ...sized('down', ok, body(pollAnswer(records))),
  ],
  'a poll in chunks': ({ records, sizes }) => [
    ...inChunks('/polling'),
    ...chunks('down', body(pollAnswer(records)), sizes),
    ...lastChunk('down'),
  ],
  publications: ({ records }) =>
    records.flatMap(record => [
      ...sized('up', 'POST /events HTTP/1.1', body(`«${record}»`)),
      ...sized('down', 'HTTP/1.1 201 Created', body('{"id":"e.1"}')),
    ]),
  'a stream': ({ records, sizes }) => [
    ...inChunks('/streaming'),
    ...chunks('down', body(`{"cursor":"e.0"}\n${records.map(record => `«${record}»\n`).join('')}`), sizes),
    ...lastChunk('down'),
  ],
  'an event stream': ({ records, sizes }) => [
    ...inChunks('/sse'),
    ...chunks('down', body(records.map(record => `id: e.1\ndata: «${record}»\n\n`).join('')), sizes),
    ...lastChunk('down'),
  ],
}

function webSocket({ records }: Draw): Piece[] {
  return [
    ...handshake('/websocket'),
    ...records.flatMap(record => [
      ...frame('up', body(`{"topic":"publish","publish":«${record}»}`)),
      ...frame('down', body(`«${record}»`)),
    ]),
  ]
}

const records = fc
  .record({
    at: fc.nat(),
    topic: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
    data: fc.jsonValue(),
  })
  .map(({ at, topic, data }) => JSON.stringify({ id: `e.${at}`, at, topic, data }))
  .filter(record => !/[«»]/.test(record))

const draws = fc.record({
  records: fc.array(records, { maxLength: 4 }),
  sizes: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }),
})

/** Conversations of any exchanges in a row, and a WebSocket at the end. */
export const randomConversations = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...Object.keys(exchanges)), draws), { maxLength: 4 }),
    fc.option(draws),
  )
  .map(([list, socket]) => [
    ...list.flatMap(([name, draw]) => exchanges[name]!(draw)),
    ...(socket === null ? [] : webSocket(socket)),
  ])

import { describe, expect, it } from 'vitest'
import { mounts } from './options.ts'
import { head, openRaw, withBody } from './test/raw-connection.ts'
import { itRefuses, json, type Refusal } from './test/refusal.ts'
import { startServer } from './test/start-server.ts'

/** What a proxy that measured the body otherwise would have let through: no event may come of it. */
const smuggled = withBody('POST /events', '"smuggled"', [json]).toString()
const chunkedBody = '1\r\n1\r\n0\r\n\r\n'

/** A publication whose body's length is told in doubtful words, and a request hidden behind it. */
const doubtful = (fields: readonly string[], body: string) =>
  head('POST /events', [json, ...fields]) + body + smuggled

const lengths: readonly Refusal[] = [
  ...[
    ['both ways, the coding first', ['Transfer-Encoding: chunked', 'Content-Length: 1']],
    ['twice, otherwise', ['Content-Length: 1', 'Content-Length: 12']],
    ['twice, alike', ['Content-Length: 1', 'Content-Length: 1']],
    ['in a list', ['Content-Length: 1, 1']],
    ['with a plus', ['Content-Length: +1']],
    ['below nothing', ['Content-Length: -1']],
    ['in hexadecimal', ['Content-Length: 0x1']],
    ['in two words', ['Content-Length: 1 1']],
    ['in no word', ['Content-Length:']],
    ['beyond 64 bits', [`Content-Length: ${'9'.repeat(30)}`]],
  ].map(([how, fields]) => ({
    name: `a length told ${how}`,
    request: doubtful(fields as string[], chunkedBody),
    status: 400,
    field: 'Content-Length',
    headers: { connection: 'close' },
    behind: 'closed' as const,
  })),
  {
    name: 'a length told both ways, the length first',
    request: doubtful(['Content-Length: 1', 'Transfer-Encoding: chunked'], chunkedBody),
    status: 400,
    field: 'Transfer-Encoding',
    headers: { connection: 'close' },
    behind: 'closed',
  },
  {
    name: 'a length in a trailer',
    request: doubtful(['Transfer-Encoding: chunked'], '1\r\n1\r\n0\r\nContent-Length: 50\r\n\r\n'),
    status: 400,
    field: 'Content-Length',
    headers: { connection: 'close' },
    behind: 'closed',
  },
  {
    name: 'a length whose name ends in a space',
    request: doubtful(['Content-Length : 1'], '1'),
    status: 400,
    headers: { connection: 'close' },
    behind: 'closed',
  },
]

const codings: readonly Refusal[] = [
  ...[
    ['chunked and then another', ['Transfer-Encoding: chunked, gzip']],
    ['chunked twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked']],
    ['chunked, in another line identity', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity']],
  ].map(([what, fields]) => ({
    name: `the coding ${what}`,
    request: doubtful(fields as string[], chunkedBody),
    status: 400,
    field: 'Transfer-Encoding',
    headers: { connection: 'close' },
    behind: 'closed' as const,
  })),
  ...['gzip, chunked', 'identity, chunked', 'identity', 'xchunked', 'chunked;q=1', ''].map(coding => ({
    name: `the coding ${JSON.stringify(coding)}`,
    request: doubtful([`Transfer-Encoding: ${coding}`], chunkedBody),
    status: 501,
    detail: `Transfer-Encoding must be chunked, got ${JSON.stringify(coding)}`,
    field: 'Transfer-Encoding',
    headers: { connection: 'close' },
    behind: 'closed' as const,
  })),
  ...[
    ['behind a vertical tab', 'Transfer-Encoding: \vchunked'],
    ['in the next line', 'Transfer-Encoding:\r\n chunked'],
    ['of a name that ends in a space', 'Transfer-Encoding : chunked'],
  ].map(([what, field]) => ({
    name: `the coding ${what}`,
    request: doubtful([field!], chunkedBody),
    status: 400,
    headers: { connection: 'close' },
    behind: 'closed' as const,
  })),
  {
    name: 'a coding over HTTP/1.0',
    request: doubtful(['Connection: keep-alive', 'Transfer-Encoding: chunked'], chunkedBody).replace(
      '1.1',
      '1.0',
    ),
    status: 400,
    detail: 'HTTP/1.0 knows no Transfer-Encoding',
    field: 'Transfer-Encoding',
    headers: { connection: 'close' },
    behind: 'closed',
  },
]

const badChunk = (name: string, body: string, field?: string): Refusal => ({
  name,
  request: doubtful(['Transfer-Encoding: chunked'], body),
  status: 400,
  ...(field === undefined ? {} : { field }),
  headers: { connection: 'close' },
  behind: 'closed',
})

const chunks: readonly Refusal[] = [
  ...[
    ['below nothing', '-1\r\n1\r\n0\r\n\r\n'],
    ['with a prefix', '0x1\r\n1\r\n0\r\n\r\n'],
    ['that is no digit', 'g\r\n1\r\n0\r\n\r\n'],
    ['that is missing', '\r\n1\r\n0\r\n\r\n'],
    ['beyond 64 bits', '10000000000000001\r\n1\r\n0\r\n\r\n'],
    ['behind a space', ' 1\r\n1\r\n0\r\n\r\n'],
    ['before a space', '1 \r\n1\r\n0\r\n\r\n'],
  ].map(([what, body]) => badChunk(`a chunk size ${what}`, body!, 'body')),
  badChunk('a chunk longer than its size', '1\r\n12\r\n0\r\n\r\n'),
  badChunk('a chunk size ended by LF alone', '1\n1\r\n0\r\n\r\n'),
  badChunk('a chunk extension ended by LF alone', '1;a\n1\r\n0\r\n\r\n'),
  badChunk('a chunk ended by LF alone', '1\r\n1\n0\r\n\r\n'),
  {
    name: 'chunk extensions without end',
    request: doubtful(['Transfer-Encoding: chunked'], `1;${'x'.repeat(20_000)}\r\n1\r\n0\r\n\r\n`),
    status: 413,
    field: 'body',
    headers: { connection: 'close' },
    behind: 'closed',
  },
  {
    name: 'trailer fields without end',
    request: doubtful(['Transfer-Encoding: chunked'], `1\r\n1\r\n0\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
    status: 431,
    headers: { connection: 'close' },
    behind: 'closed',
  },
]

itRefuses([...lengths, ...codings, ...chunks])

describe.each(mounts)('with handlers found by %s', mount => {
  it.each([
    ['a chunk with extensions', 'chunked', '1;a=b;c="d e"\r\n1\r\n0\r\n\r\n'],
    ['a trailer field', 'chunked', '1\r\n1\r\n0\r\nX: 1\r\n\r\n'],
    ['the coding in capitals', 'CHUNKED', '1\r\n1\r\n0\r\n\r\n'],
  ])('takes %s, and the request behind it', async (_name, coding, body) => {
    const { port, feed } = await startServer({ mount })
    const raw = openRaw(port)
    raw.send(head('POST /events', [json, `Transfer-Encoding: ${coding}`]) + body + head('GET /health'))
    expect(await raw.response()).toMatchObject({ status: 201, body: `{"id":"${feed.cursorAt(1)}"}` })
    expect((await raw.response()).status).toBe(200)
    expect(feed.head).toBe(1)
  })
})

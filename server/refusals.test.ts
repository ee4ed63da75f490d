import { describe, expect, it } from 'vitest'
import type { Feed } from './feed.ts'
import { mounts } from './options.ts'
import { handshake, handshakeFields, head, openRaw, withBody } from './test/raw-connection.ts'
import { openReader } from './test/reader.ts'
import {
  expectProblem,
  expectServing,
  itRefuses,
  json,
  maxPayloadBytes,
  type Refusal,
} from './test/refusal.ts'
import { startServer, type TestServer } from './test/start-server.ts'

const gzipped = Buffer.from('1f8b', 'hex')

const cursorDetail = (field: string, got: string) => (feed: Feed) =>
  `${field} must be a cursor such as ${feed.cursorAt(0)}, got ${got}`
const holdDetail = (got: string) =>
  `timeout must be a whole number of milliseconds from 0 to 120000, got ${got}`

const malformedQueries: readonly Refusal[] = [
  ...['polling', 'long-polling', 'streaming', 'sse'].map(path => ({
    name: `a malformed cursor on ${path}`,
    request: head(`GET /${path}?since=yesterday`),
    status: 400,
    detail: cursorDetail('since', '"yesterday"'),
    field: 'since',
  })),
  {
    name: 'a malformed cursor on websocket',
    request: handshake('/websocket?since=1.-1'),
    status: 400,
    detail: cursorDetail('since', '"1.-1"'),
    field: 'since',
  },
  {
    name: 'an empty cursor',
    request: head('GET /polling?since='),
    status: 400,
    detail: cursorDetail('since', '""'),
    field: 'since',
  },
  {
    name: 'a cursor of a hundred thousand digits',
    request: head(`GET /polling?since=1.${'9'.repeat(10_000)}`),
    status: 400,
    detail: cursorDetail('since', `"1.${'9'.repeat(74)}…`),
    field: 'since',
  },
  {
    name: 'a malformed Last-Event-ID',
    request: head('GET /sse?since=also-wrong', ['Last-Event-ID: 7']),
    status: 400,
    detail: cursorDetail('Last-Event-ID', '"7"'),
    field: 'Last-Event-ID',
  },
  {
    name: 'a cursor ahead of the head',
    request: feed => head(`GET /long-polling?since=${feed.cursorAt(3)}`),
    status: 400,
    detail: feed =>
      `since lies ahead of the feed, whose head is ${feed.cursorAt(2)}: got "${feed.cursorAt(3)}"`,
    field: 'since',
  },
  {
    name: 'a cursor given twice',
    request: feed => head(`GET /polling?since=${feed.cursorAt(0)}&since=${feed.cursorAt(1)}`),
    status: 400,
    detail: 'since may be given once, got it 2 times',
    field: 'since',
  },
  ...['-1', '1.5', '120001', 'soon', '', '1e3'].map(timeout => ({
    name: `the timeout ${JSON.stringify(timeout)}`,
    request: head(`GET /long-polling?timeout=${timeout}`),
    status: 400,
    detail: holdDetail(JSON.stringify(timeout)),
    field: 'timeout',
  })),
  {
    name: 'a take that is none',
    request: head('GET /polling?take=some'),
    status: 400,
    detail: 'take must be one of all, one, latest, got "some"',
    field: 'take',
  },
  {
    name: 'an empty topic',
    request: head('GET /sse?topic='),
    status: 400,
    detail: 'topic must be 1 to 256 bytes long, got 0',
    field: 'topic',
  },
  {
    name: 'a topic that is too long in bytes',
    request: head(`GET /polling?topic=${encodeURIComponent('é'.repeat(129))}`),
    status: 400,
    detail: 'topic must be 1 to 256 bytes long, got 258',
    field: 'topic',
  },
]

const malformedBodies: readonly Refusal[] = [
  {
    name: 'a body that is no JSON',
    request: withBody('POST /events', '{"a":', [json]),
    status: 400,
    detail: 'the body must be JSON: Unexpected end of JSON input, got "{\\"a\\":"',
    field: 'body',
  },
  {
    name: 'an empty body',
    request: withBody('POST /events', '', [json]),
    status: 400,
    detail: 'the body must be JSON: Unexpected end of JSON input, got ""',
    field: 'body',
  },
  {
    name: 'a body that is no UTF-8',
    request: withBody('POST /events', Buffer.from([0x22, 0xff, 0x22]), [json]),
    status: 400,
    detail: 'the body must be UTF-8 (RFC 8259 section 8.1)',
    field: 'body',
  },
  {
    name: 'a publication with an empty topic',
    request: withBody('POST /events?topic=', '1', [json]),
    status: 400,
    detail: 'topic must be 1 to 256 bytes long, got 0',
    field: 'topic',
    headers: { connection: 'close' },
  },
  {
    name: 'a body announced too long',
    request: withBody('POST /events', 'x'.repeat(maxPayloadBytes + 1), [json]),
    status: 413,
    detail: 'the body may have at most 1000 bytes, got 1001 announced',
    field: 'body',
  },
  {
    name: 'a chunked body that grows too long',
    request: `${head('POST /events', [json, 'Transfer-Encoding: chunked'])}${`1f4\r\n${'x'.repeat(500)}\r\n`.repeat(4_000)}0\r\n\r\n`,
    status: 413,
    detail: 'the body may have at most 1000 bytes, got more',
    field: 'body',
  },
  {
    name: 'a body of another type',
    request: withBody('POST /events', '1', ['Content-Type: text/plain; charset=utf-8']),
    status: 415,
    detail: 'Content-Type must be application/json, got "text/plain; charset=utf-8"',
    field: 'Content-Type',
  },
  {
    name: 'a body without a type',
    request: withBody('POST /events', '1'),
    status: 415,
    detail: 'Content-Type must be application/json, got null',
    field: 'Content-Type',
  },
  {
    name: 'a compressed body',
    request: withBody('POST /events', gzipped, [json, 'Content-Encoding: gzip']),
    status: 415,
    detail: 'Content-Encoding must be absent, got "gzip"',
    field: 'Content-Encoding',
    headers: { 'accept-encoding': 'identity' },
  },
]

const paths: readonly Refusal[] = [
  ...['/nowhere', '/', '/Polling', '/polling/', '//polling', '/poll%69ng', '/%zz', '/../polling'].map(
    path => ({
      name: `the path ${path}`,
      request: head(`GET ${path}?since=1`),
      status: 404,
      detail: `there is nothing at "${path}"`,
      field: 'path',
    }),
  ),
  {
    name: 'an upgrade on a path that is none',
    request: handshake('/nowhere'),
    status: 404,
    detail: 'there is nothing at "/nowhere"',
    field: 'path',
    headers: { connection: 'close' },
  },
  ...[
    ['POST /polling', 'GET, OPTIONS'],
    ['DELETE /sse', 'GET, OPTIONS'],
    ['GET /events', 'POST, OPTIONS'],
    ['PUT /websocket', 'GET, OPTIONS'],
    ['PATCH /echo', 'GET, OPTIONS'],
    ['POST /health', 'GET, OPTIONS'],
  ].map(([start = '', allow = '']) => ({
    name: `the method of ${start}`,
    request: head(start, ['Content-Length: 0']),
    status: 405,
    detail: `the method must be one of ${allow}, got ${start.split(' ')[0]}`,
    field: 'method',
    headers: { allow },
  })),
]

const handshakes: readonly Refusal[] = [
  ...['/websocket', '/echo'].flatMap((path): Refusal[] => [
    {
      name: `a plain GET on ${path}`,
      request: head(`GET ${path}`),
      status: 426,
      detail: 'this path speaks WebSocket: send Upgrade: websocket',
      field: 'Upgrade',
      headers: { connection: 'close, Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
    },
    {
      name: `an old version on ${path}`,
      request: handshake(path, ['Sec-WebSocket-Version: 8']),
      status: 426,
      detail: 'Sec-WebSocket-Version must be 13, got "8"',
      field: 'Sec-WebSocket-Version',
      headers: { connection: 'close, Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
    },
    {
      name: `a page of another origin on ${path}`,
      request: handshake(path, ['Origin: http://elsewhere.example']),
      status: 403,
      detail: 'Origin "http://elsewhere.example" may not open a WebSocket here',
      field: 'Origin',
      headers: { connection: 'close' },
    },
    {
      name: `a key that is none on ${path}`,
      request: handshake(path, ['Sec-WebSocket-Key: short']),
      status: 400,
      detail: 'Sec-WebSocket-Key must be 16 bytes in base64, got "short"',
      field: 'Sec-WebSocket-Key',
      headers: { connection: 'close' },
    },
  ]),
  {
    name: 'a handshake over HTTP/1.0',
    request: handshake('/websocket').replace('HTTP/1.1', 'HTTP/1.0'),
    status: 400,
    detail: 'a WebSocket handshake is HTTP/1.1, got HTTP/1.0',
    field: 'target',
    headers: { connection: 'close' },
  },
  {
    name: 'a handshake without a version',
    request: head('GET /websocket', ['Connection: Upgrade', 'Upgrade: websocket']),
    status: 426,
    detail: 'Sec-WebSocket-Version must be 13, got null',
    field: 'Sec-WebSocket-Version',
  },
  {
    name: 'a handshake without a key',
    request: head('GET /websocket', handshakeFields.slice(0, 3)),
    status: 400,
    detail: 'Sec-WebSocket-Key must be 16 bytes in base64, got null',
    field: 'Sec-WebSocket-Key',
  },
  {
    name: 'a handshake by another method',
    request: head('PUT /websocket', handshakeFields),
    status: 405,
    detail: 'a WebSocket handshake is a GET, got PUT',
    field: 'method',
    headers: { allow: 'GET' },
  },
  {
    name: 'a malformed list of subprotocols',
    request: handshake('/websocket', ['Sec-WebSocket-Protocol: feed.v1,,']),
    status: 400,
    detail: 'Invalid Sec-WebSocket-Protocol header',
  },
  {
    name: 'a handshake of an opaque origin without a host',
    request: head('GET /websocket', [...handshakeFields, 'Origin: null']).replace('Host: lab\r\n', ''),
    status: 400,
    detail: 'Host must be given, got null',
    field: 'Host',
  },
  {
    name: 'a publication by a page of another origin',
    request: withBody('POST /events', '1', [json, 'Origin: http://elsewhere.example']),
    status: 403,
    detail: 'Origin "http://elsewhere.example" may not publish here',
    field: 'Origin',
  },
  {
    name: 'a publication by a page of an opaque origin',
    request: withBody('POST /events', '1', [json, 'Origin: null']),
    status: 403,
    detail: 'Origin "null" may not publish here',
    field: 'Origin',
  },
  {
    name: 'a publication by an opaque origin over HTTP/1.0 without a host',
    request: `POST /events HTTP/1.0\r\n${json}\r\nOrigin: null\r\nContent-Length: 1\r\n\r\n1`,
    status: 403,
    detail: 'Origin "null" may not publish here',
    field: 'Origin',
  },
]

const unreadable = (reason: string) => `the request could not be read: ${reason}`
const unreadables: readonly Refusal[] = [
  {
    name: 'a request without a host',
    request: 'GET /polling HTTP/1.1\r\n\r\n',
    status: 400,
    detail: 'Host must be given, got null',
    field: 'Host',
  },
  {
    name: 'a request line of garbage',
    request: '\x16\x03\x01 hello\r\n\r\n',
    status: 400,
    detail: unreadable('Parse Error: Invalid method encountered'),
    field: 'method',
    headers: { connection: 'close' },
  },
  {
    name: 'a line end that is none',
    request: 'GET /polling HTTP/1.1\r\nHost: lab\rX: 1\r\n\r\n',
    status: 400,
    detail: unreadable('Parse Error: Missing expected LF after header value'),
    headers: { connection: 'close' },
  },
  {
    name: 'two ways to tell the length of a body',
    request: head('POST /polling', ['Content-Length: 5', 'Transfer-Encoding: chunked']),
    status: 400,
    detail: unreadable("Parse Error: Transfer-Encoding can't be present with Content-Length"),
    field: 'Transfer-Encoding',
    headers: { connection: 'close' },
  },
  {
    name: 'an expectation that it does not know',
    request: head('GET /polling', ['Expect: the-unexpected']),
    status: 417,
    detail: 'Expect may be 100-continue, got "the-unexpected"',
    field: 'Expect',
  },
  {
    name: 'a head that is too long',
    request: head('GET /polling', [`Cookie: ${'x'.repeat(4_000_000)}`]),
    status: 431,
    detail: unreadable('Parse Error: Header overflow'),
    headers: { connection: 'close' },
  },
]

const refusals = [...malformedQueries, ...malformedBodies, ...paths, ...handshakes, ...unreadables]

itRefuses(refusals)

describe.each(mounts)('at the connection limit, with handlers found by %s', mount => {
  const refusal = {
    status: 503,
    detail: '3 connections are open, which is the limit',
    headers: { 'retry-after': '1', connection: 'close' },
  }

  it.each([
    ['a request', head('GET /polling')],
    ['an upgrade', handshake('/websocket')],
    ['a publication', withBody('POST /events', '1'.repeat(100_000), [json])],
  ])('refuses %s for now, and serves once there is room', async (_name, request) => {
    const server = await startServer({ mount, maxConnections: 3 })
    const bystander = openReader('sse', server.url)
    await bystander.opening()
    const others = [openRaw(server.port), openRaw(server.port)]
    for (const other of others) {
      other.send(head('GET /polling'))
      expect((await other.response()).status).toBe(200)
    }
    const refused = openRaw(server.port)
    refused.send(request)
    expectProblem(await refused.response(), refusal, server.feed)
    // Who is within the limit goes on.
    others[0]!.send(head('GET /health'))
    expect((await others[0]!.response()).status).toBe(200)
    server.feed.append({ data: 'after' })
    expect(await bystander.data(1)).toEqual(['after'])

    refused.end()
    for (const other of others) other.destroy()
    await expect.poll(() => openConnections(server)).toBe(1)
    await expectServing(server, 0)
  })
})

function openConnections({ app }: TestServer): Promise<number> {
  return new Promise((resolve, reject) =>
    app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
}

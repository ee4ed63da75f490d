import { describe, expect, it } from 'vitest'
import { mounts } from './options.ts'
import { handshake, head, openRaw, withBody } from './test/raw-connection.ts'
import { itRefuses, json, type Refusal } from './test/refusal.ts'
import { startServer } from './test/start-server.ts'

const closed = { headers: { connection: 'close' }, behind: 'closed' as const }
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const elsewhere = 'Origin: http://elsewhere.example'

const versions: readonly Refusal[] = [
  ...['0.9', '2.0'].map(version => ({
    name: `HTTP/${version}`,
    request: head('GET /streaming').replace('1.1', version),
    status: 505,
    detail: `the version must be HTTP/1.1 or HTTP/1.0, got HTTP/${version}`,
    field: 'version',
    ...closed,
  })),
  ...['1.2', '3.0', '11'].map(version => ({
    name: `HTTP/${version}`,
    request: head('GET /polling').replace('1.1', version),
    status: 400,
    field: 'version',
    ...closed,
  })),
  ...[
    ['a protocol that is none', head('GET /polling').replace('HTTP', 'HTTQ')],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ].map(([name, request]) => ({ name: name as string, request: request!, status: 400, ...closed })),
  {
    name: 'the first bytes of TLS',
    request: latin1('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
    status: 400,
    field: 'method',
    ...closed,
  },
]

const oldest: Refusal = {
  name: 'a request of HTTP/0.9',
  request: 'GET /polling\r\n\r\n',
  status: 505,
  field: 'version',
  ...closed,
}

const methods: readonly Refusal[] = [
  {
    name: 'a tunnel',
    request: head('CONNECT elsewhere.example:443'),
    status: 405,
    detail: 'this is no proxy: CONNECT leads nowhere, got "elsewhere.example:443"',
    field: 'method',
    headers: { connection: 'close', allow: 'GET, POST, OPTIONS' },
    behind: 'closed',
  },
  ...['get', 'BREW', 'GET\tx', ''].map(method => ({
    name: `the method ${JSON.stringify(method)}`,
    request: head(`${method} /polling`),
    status: 400,
    field: 'method',
    ...closed,
  })),
  {
    name: 'a method of WebDAV',
    request: head('PROPFIND /polling'),
    status: 405,
    detail: 'the method must be one of GET, OPTIONS, got PROPFIND',
    field: 'method',
    headers: { allow: 'GET, OPTIONS' },
    behind: 'kept',
  },
]

const targets: readonly Refusal[] = [
  {
    name: 'a path without a slash',
    request: head('GET polling'),
    status: 400,
    field: 'target',
    ...closed,
  },
  {
    name: 'a topic in bare UTF-8',
    request: Buffer.from(head('GET /polling?topic=é')),
    status: 400,
    field: 'target',
    ...closed,
  },
  {
    name: 'a path of bytes beyond ASCII',
    request: latin1(head('GET /\xff')),
    status: 400,
    field: 'target',
    ...closed,
  },
  {
    name: 'a topic whose escapes are no UTF-8',
    request: head('GET /polling?topic=%ff'),
    status: 400,
    detail: 'topic must be UTF-8, percent-encoded, got "%ff"',
    field: 'topic',
    behind: 'kept',
  },
  {
    name: 'a topic whose escapes are half a character',
    request: withBody('POST /events?topic=%e2%82', '1', [json]),
    status: 400,
    detail: 'topic must be UTF-8, percent-encoded, got "%e2%82"',
    field: 'topic',
  },
  {
    name: 'a topic of a surrogate, encoded',
    request: handshake('/websocket?topic=%ed%a0%80'),
    status: 400,
    detail: 'topic must be UTF-8, percent-encoded, got "%ed%a0%80"',
    field: 'topic',
    ...closed,
  },
  {
    name: 'a cursor with a NUL',
    request: head('GET /sse?since=%00'),
    status: 400,
    detail: feed => `since must be a cursor such as ${feed.cursorAt(0)}, got "\\u0000"`,
    field: 'since',
    behind: 'kept',
  },
  {
    name: 'a space in the target',
    request: head('GET /poll ing'),
    status: 400,
    ...closed,
  },
  ...['https://lab/nothing', 'ftp://lab/nothing', 'http://elsewhere.example/nothing'].map(target => ({
    name: `the absolute target ${target}`,
    request: head(`GET ${target}`),
    status: 404,
    detail: 'there is nothing at "/nothing"',
    field: 'path',
    behind: 'kept' as const,
  })),
]

const hosts: readonly Refusal[] = [
  {
    name: 'two hosts',
    request: head('GET /polling', ['Host: lab', 'Host: elsewhere.example']),
    status: 400,
    detail: 'Host may be given once, got it 2 times',
    field: 'Host',
    behind: 'kept',
  },
  {
    name: 'two hosts at a handshake',
    request: handshake('/websocket', ['Host: lab', 'HOST: lab']),
    status: 400,
    detail: 'Host may be given once, got it 2 times',
    field: 'Host',
    ...closed,
  },
  ...['lab/path', 'user@lab', 'lab:port', 'lab:80:80', 'a b', '[::1', 'la\u00ffb'].map(host => ({
    name: `the host ${host}`,
    request: latin1(head('GET /polling', [`Host: ${host}`])),
    status: 400,
    detail: `Host must be a name or an address, got "${host}"`,
    field: 'Host',
    behind: 'kept' as const,
  })),
]

const floods: readonly Refusal[] = [
  {
    name: 'fields without end',
    request: head('GET /polling', Array<string>(5_000).fill('a:')),
    status: 431,
    detail: 'a head may have at most 200 fields, got more',
    ...closed,
  },
  {
    name: 'an Origin hidden behind other fields',
    request: withBody('POST /events', '1', [json, ...Array<string>(2_500).fill('a:'), elsewhere]),
    status: 431,
    detail: 'a head may have at most 200 fields, got more',
    headers: { connection: 'close' },
  },
  {
    name: 'an upgrade behind fields without end',
    request: handshake('/websocket', Array<string>(2_500).fill('a:')),
    status: 431,
    detail: 'a head may have at most 200 fields, got more',
    ...closed,
  },
  ...[
    ['a target', head(`GET /${'x'.repeat(17_000)}`)],
    ["a field's name", head('GET /polling', [`${'x'.repeat(17_000)}: 1`])],
    ["a field's value", head('GET /polling', [`X: ${'x'.repeat(17_000)}`])],
    ['many short fields', head('GET /polling', Array<string>(17_000).fill('a:'))],
  ].map(([name, request]) => ({
    name: `${name} of more than 16 KiB`,
    request: request!,
    status: 431,
    detail: 'the request could not be read: Parse Error: Header overflow',
    ...closed,
  })),
]

const lines: readonly Refusal[] = [
  ['a field that goes on in the next line', ['X: a', ' b']],
  ['a space before the first field', [' X: 1']],
  ['a space behind a name', ['X : 1']],
  ['a name that is empty', [': 1']],
  ['a field without a colon', ['nonsense']],
  ['a NUL in a name', ['X\0: 1']],
  ['a NUL in a value', ['X: a\0b']],
  ['a byte beyond ASCII in a name', ['X\xff: 1']],
  ['CR alone in a value', ['X: a\rb']],
  ['LF alone behind a field', ['X: 1\nY: 2']],
].map(([name, fields]) => ({
  name: name as string,
  request: latin1(head('GET /polling', fields as string[])),
  status: 400,
  ...closed,
}))

const bareLines: Refusal = {
  name: 'lines that all end in LF alone',
  request: head('GET /polling').replaceAll('\r\n', '\n'),
  status: 400,
  field: 'version',
  ...closed,
}

const expectations: readonly Refusal[] = [
  {
    name: 'a body announced too long by a client that waits for leave',
    request: head('POST /events', [json, 'Content-Length: 5000', 'Expect: 100-continue']),
    status: 413,
    detail: 'the body may have at most 1000 bytes, got 5000 announced',
    field: 'body',
    headers: { connection: 'close' },
  },
  {
    name: 'a body of another type of a client that waits for leave',
    request: head('POST /events', ['Content-Type: text/plain', 'Content-Length: 5', 'Expect: 100-continue']),
    status: 415,
    detail: 'Content-Type must be application/json, got "text/plain"',
    field: 'Content-Type',
    headers: { connection: 'close' },
  },
]

itRefuses([
  ...versions,
  oldest,
  ...methods,
  ...targets,
  ...hosts,
  ...floods,
  ...lines,
  bareLines,
  ...expectations,
])

describe.each(mounts)('with handlers found by %s', mount => {
  it.each([
    ['none of its value', ['Host:']],
    ['an address and a port', ['Host: [::1]:8080']],
    ['a port without a number', ['Host: lab:']],
    ['two hundred fields', ['Host: lab', ...Array<string>(199).fill('a:')]],
  ])('takes a head with %s', async (_name, fields) => {
    const { port } = await startServer({ mount })
    const raw = openRaw(port)
    raw.send(head('GET /polling', fields))
    expect((await raw.response()).status).toBe(200)
  })

  it('tells a client to go on only where it reads the body', async () => {
    const { port, feed } = await startServer({ mount, maxPayloadBytes: 10 })
    const waits = [json, 'Expect: 100-continue']
    const raw = openRaw(port)
    raw.send(head('POST /events', [...waits, 'Content-Length: 5']))
    expect(await raw.upTo('\r\n\r\n')).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    raw.send('"yes"')
    expect(await raw.response()).toMatchObject({ status: 201, body: `{"id":"${feed.cursorAt(1)}"}` })
    raw.send(head('POST /events', [...waits, 'Content-Length: 50']))
    expect(await raw.upTo('\r\n')).toBe('HTTP/1.1 413 Payload Too Large\r\n')
  })

  it.each(['/streaming', '/sse'])('sends %s unchunked over HTTP/1.0, whatever TE says', async path => {
    const { port, feed } = await startServer({ mount })
    feed.append({ data: 1 })
    const raw = openRaw(port)
    raw.send(
      `GET ${path}?since=${feed.cursorAt(0)} HTTP/1.0\r\nConnection: TE\r\nTE: trailers, chunked\r\n\r\n`,
    )
    expect((await raw.head()).headers).not.toHaveProperty('transfer-encoding')
    const opening = path === '/sse' ? `id: ${feed.cursorAt(0)}\n\n` : `{"cursor":"${feed.cursorAt(0)}"}\n`
    expect((await raw.bytes(opening.length)).toString()).toBe(opening)
  })
})

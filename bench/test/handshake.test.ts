import { once } from 'node:events'
import { get, request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type FaultName, faultNames, type Transcript } from '../../client/page/handshake/protocol.ts'
import { createHandshakeServer, type HandshakeServer } from '../live/handshake/server.ts'
import { transcriptLimits } from '../live/handshake/transcripts.ts'

const host = '127.0.0.1'
const page = 'http://localhost:8080'
let server: HandshakeServer
let port: number
const ending: (() => unknown)[] = []

beforeEach(async () => {
  server = createHandshakeServer({ allowsOrigin: origin => origin === page })
  port = await server.listen(0)
})
afterEach(async () => {
  for (const end of ending.splice(0)) end()
  await server.close()
})

/** The accept of the key in RFC 6455 section 1.3, and another key with its own, from `openssl sha1`. */
const otherKey = 'AQIDBAUGBwgJCgsMDQ4PEA=='
const acceptOfKey = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='
const acceptOfOtherKey = 'C/0nmHhBztSRGR1CwL6Tf4ZjwpY='

function requestHead(target: string, ...fields: string[]): string {
  const usual = [
    `GET ${target} HTTP/1.1`,
    `Host: ${host}:${port}`,
    'Upgrade: websocket',
    'Connection: keep-alive, Upgrade',
    `Sec-WebSocket-Key: ${otherKey}`,
    'Sec-WebSocket-Version: 13',
  ]
  return `${[...usual, ...fields].join('\r\n')}\r\n\r\n`
}

/** A raw connection: what came so far, and a wait for as many bytes or for its end. */
function dial() {
  const socket: Socket = connect({ port, host, noDelay: true, allowHalfOpen: true })
  let bytes = Buffer.alloc(0)
  let over: 'end' | 'reset' | undefined
  socket.on('data', more => {
    bytes = Buffer.concat([bytes, more])
  })
  socket.on('end', () => {
    over ??= 'end'
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    over ??= error.code === 'ECONNRESET' ? 'reset' : undefined
  })
  ending.push(() => socket.destroy())
  return {
    socket,
    async until(text: string): Promise<string> {
      while (!bytes.includes(text, 0, 'latin1')) await once(socket, 'data')
      const at = bytes.indexOf(text, 0, 'latin1') + text.length
      const taken = bytes.toString('latin1', 0, at)
      bytes = bytes.subarray(at)
      return taken
    },
    async take(length: number): Promise<string> {
      while (bytes.length < length) await once(socket, 'data')
      const taken = bytes.toString('hex', 0, length)
      bytes = bytes.subarray(length)
      return taken
    },
    async ended(): Promise<typeof over> {
      if (!over)
        await Promise.race([once(socket, 'end'), once(socket, 'close')].map(one => one.catch(() => [])))
      return over
    },
  }
}

/** A masked text frame with `hi`, its mask key all zeros. */
const hi = Buffer.from('8182000000006869', 'hex')

async function shake(fault: FaultName, ...fields: string[]) {
  const line = dial()
  line.socket.write(requestHead(`/handshake/${fault}?id=raw`, ...fields))
  return { line, head: await line.until('\r\n\r\n') }
}

async function getJson(path: string, headers: Record<string, string> = {}) {
  const asked = get({ host, port, path, headers, agent: false })
  const [response] = await once(asked, 'response')
  let text = ''
  for await (const part of response) text += part
  return { status: response.statusCode as number, headers: response.headers, body: text && JSON.parse(text) }
}

const transcriptOf = async (id: string) =>
  (await getJson(`/transcript?id=${id}&wait=2000`)).body as Transcript

describe('the response head of the handshake server', () => {
  const right = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptOfOtherKey}`,
  ]
  const change = (from: string, to?: string) =>
    right.flatMap(line => (line.startsWith(from) ? (to === undefined ? [] : [to]) : [line]))
  const heads: Partial<Record<FaultName, string[]>> = {
    'wrong-accept': change('Sec-', `Sec-WebSocket-Accept: ${acceptOfKey}`),
    'no-accept': change('Sec-'),
    'set-websocket-accept': change('Sec-', `Set-WebSocket-Accept: ${acceptOfOtherKey}`),
    'unasked-subprotocol': [...right, 'Sec-WebSocket-Protocol: chat.v2'],
    'status-200': change('HTTP', 'HTTP/1.1 200 OK'),
    'no-upgrade': change('Upgrade:'),
    'wrong-connection': change('Connection', 'Connection: keep-alive'),
  }

  it.each(faultNames)('for %s is what its name says, to the byte', async fault => {
    const { head } = await shake(fault)
    expect(head).toBe(`${(heads[fault] ?? right).join('\r\n')}\r\n\r\n`)
  })

  it('takes the subprotocol that it knows among those offered', async () => {
    const { head } = await shake('none', 'Sec-WebSocket-Protocol: x, lab.v1')
    expect(head).toContain('\r\nSec-WebSocket-Protocol: lab.v1\r\n')
  })
})

describe('the answer of the handshake server to a first message', () => {
  const text = '68692f616e73776572'
  const answers: Partial<Record<FaultName, string>> = {
    'hixie-frames': `00${text}ff`,
    'masked-frame': '818911223344794b1c257f514421',
    'reserved-bit': `c109${text}`,
    'bad-utf8': '8104636166c3',
    fragmented: '01026869890c7374696c6c2074686572653f00042f616e738003776572',
    'close-4000': '88140fa0746865206c6573736f6e206973206f766572',
    'close-without-code': '8800',
  }

  it.each(faultNames.filter(fault => fault !== 'reset'))('for %s is to the byte', async fault => {
    const { line } = await shake(fault)
    line.socket.write(hi)
    const expected = answers[fault] ?? `8109${text}`
    expect(await line.take(expected.length / 2)).toBe(expected)
  })

  it('for reset is a TCP reset without a close frame', async () => {
    const { line } = await shake('reset')
    line.socket.write(hi)
    expect(await line.ended()).toBe('reset')
    expect((await transcriptOf('raw')).end?.how).toBe('server-reset')
  })

  it('comes however the request and the frame are cut', async () => {
    const line = dial()
    for (const byte of [...Buffer.from(requestHead('/handshake/none')), ...hi]) {
      line.socket.write(Buffer.of(byte))
      // Each byte comes alone.
      await new Promise(setImmediate)
    }
    await line.until('\r\n\r\n')
    expect(await line.take(11)).toBe(`8109${text}`)
  })

  it('comes to a frame that came with the head', async () => {
    const line = dial()
    line.socket.write(Buffer.concat([Buffer.from(requestHead('/handshake/none')), hi]))
    await line.until('\r\n\r\n')
    expect(await line.take(11)).toBe(`8109${text}`)
  })

  it('is a pong to a ping and a close to a close, and then the server ends the connection first', async () => {
    const { line } = await shake('none')
    line.socket.write(Buffer.from('89810000000021', 'hex'))
    expect(await line.take(3)).toBe('8a0121')
    line.socket.write(Buffer.from('88820000000003e8', 'hex'))
    expect(await line.take(4)).toBe('880203e8')
    expect(await line.ended()).toBe('end')
    expect((await transcriptOf('raw')).end?.how).toBe('server-end')
  })

  it('is a reset to a frame that is too long to keep', async () => {
    const { line } = await shake('none')
    line.socket.write(Buffer.from('82ff000000000002000000000000', 'hex'))
    expect(await line.ended()).toBe('reset')
  })
})

/** What a `ws` client saw of a connection, its message first. */
interface Seen {
  readonly opened: boolean
  readonly messages: string[]
  readonly error: string | null
  readonly code: number
  readonly reason: string
}

async function converse(fault: FaultName): Promise<Seen> {
  const client = new WebSocket(`ws://${host}:${port}/handshake/${fault}?id=ws`)
  ending.push(() => client.terminate())
  const seen = { opened: false, messages: [] as string[], error: null as string | null }
  client.on('open', () => {
    seen.opened = true
    client.send('hi')
  })
  client.on('message', data => {
    seen.messages.push(String(data))
    client.close(1000)
  })
  client.on('error', error => {
    seen.error = error.message
  })
  return new Promise(resolve => {
    client.on('close', (code, reason) => resolve({ ...seen, code, reason: String(reason) }))
  })
}

describe('a strict client, faced with', () => {
  const refused = (error: string) => ({ opened: false, messages: [], error, code: 1006, reason: '' })
  const failed = (error: string | null, code = 1006) => ({
    opened: true,
    messages: [],
    error,
    code,
    reason: '',
  })
  const served = { opened: true, messages: ['hi/answer'], error: null, code: 1000, reason: '' }
  const ends = (code: number, reason = '') => ({ opened: true, messages: [], error: null, code, reason })
  const expected: Record<FaultName, Seen> = {
    none: served,
    'wrong-accept': refused('Invalid Sec-WebSocket-Accept header'),
    'no-accept': refused('Invalid Sec-WebSocket-Accept header'),
    'set-websocket-accept': refused('Invalid Sec-WebSocket-Accept header'),
    'unasked-subprotocol': refused('Server sent a subprotocol but none was requested'),
    'status-200': refused('Unexpected server response: 200'),
    'no-upgrade': refused('Unexpected server response: 101'),
    'wrong-connection': refused('Unexpected server response: 101'),
    'hixie-frames': failed('Invalid WebSocket frame: invalid opcode 0'),
    'masked-frame': failed('Invalid WebSocket frame: MASK must be clear'),
    'reserved-bit': failed('Invalid WebSocket frame: RSV1 must be clear'),
    'bad-utf8': failed('Invalid WebSocket frame: invalid UTF-8 sequence'),
    fragmented: served,
    'close-4000': ends(4000, 'the lesson is over'),
    'close-without-code': ends(1005),
    reset: failed(null),
  }

  it.each(faultNames)('%s, does what is known of it', async fault => {
    expect(await converse(fault)).toEqual(expected[fault])
  })

  it.each([
    ['masked-frame', '03ea'],
    ['bad-utf8', '03ef'],
  ] as const)('%s, tells the server why in a close frame', async (fault, code) => {
    await converse(fault)
    const { frames } = await transcriptOf('ws')
    const last = frames.filter(({ way }) => way === 'up').at(-1)!
    const bytes = Buffer.from(last.hex, 'hex')
    const unmasked = Buffer.from([bytes[6]! ^ bytes[2]!, bytes[7]! ^ bytes[3]!])
    expect([bytes[0], unmasked.toString('hex')]).toEqual([0x88, code])
  })

  it('a fault that was taken away, is served again', async () => {
    expect((await converse('wrong-accept')).opened).toBe(false)
    expect(await converse('none')).toEqual(served)
  })
})

describe('a transcript', () => {
  it('holds both heads, the one that was due and the frames, as they were on the wire', async () => {
    const { line, head } = await shake('wrong-accept')
    line.socket.write(hi)
    await line.take(11)
    line.socket.end()
    const transcript = await transcriptOf('raw')
    expect(transcript).toMatchObject({
      id: 'raw',
      fault: 'wrong-accept',
      request: requestHead('/handshake/wrong-accept?id=raw'),
      response: head,
      right: head.replace(acceptOfKey, acceptOfOtherKey),
      frames: [
        { way: 'up', hex: hi.toString('hex'), bytes: 8 },
        { way: 'down', hex: '810968692f616e73776572', bytes: 11 },
      ],
      framesLeftOut: 0,
      end: { how: 'client-end' },
    })
    const times = [...transcript.frames.map(({ atMs }) => atMs), transcript.end!.atMs]
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })

  it('is open until its connection ends, and says a client’s reset', async () => {
    const { line } = await shake('none')
    expect((await getJson('/transcript?id=raw')).body.end).toBeNull()
    line.socket.resetAndDestroy()
    expect((await transcriptOf('raw')).end?.how).toBe('client-reset')
  })

  it('keeps a bounded number of frames and bytes and counts the rest', async () => {
    const { line } = await shake('none')
    const large = Buffer.concat([Buffer.from('82fe025800000000', 'hex'), Buffer.alloc(600, 0x61)])
    const frames = transcriptLimits.frames / 2 + 3
    for (let sent = 0; sent < frames; sent += 1) {
      line.socket.write(large)
      await line.take(4 + 607)
    }
    const { body } = await getJson('/transcript?id=raw')
    expect(body.frames).toHaveLength(transcriptLimits.frames)
    expect(body.framesLeftOut).toBe(6)
    expect(body.frames[0]).toMatchObject({ way: 'up', bytes: 608 })
    expect(body.frames[0].hex).toHaveLength(2 * transcriptLimits.frameBytes)
  })

  it('is forgotten when a hundred others have come', async () => {
    for (let index = 0; index <= transcriptLimits.connections; index += 1) {
      const line = dial()
      line.socket.write(requestHead(`/handshake/none?id=n${index}`))
      await line.until('\r\n\r\n')
      line.socket.destroy()
    }
    expect(await getJson('/transcript?id=n0')).toMatchObject({ status: 200, body: null })
    expect((await getJson('/transcript?id=n1')).body).toMatchObject({ fault: 'none' })
  })

  it.each([
    ['/transcript', 'id must be 1 to 64 letters, digits or hyphens'],
    ['/transcript?id=%20', 'id must be 1 to 64 letters, digits or hyphens'],
    ['/transcript?id=a&wait=2001', 'wait must be 0 to 2000 ms, got "2001"'],
  ])('asked for as %s is refused in one line', async (path, detail) => {
    expect(await getJson(path)).toMatchObject({ status: 400, body: { detail } })
  })

  it('may be read by the page and by no other origin', async () => {
    await shake('none')
    const allowed = (origin: string) => getJson('/transcript?id=raw', { Origin: origin })
    expect((await allowed(page)).headers['access-control-allow-origin']).toBe(page)
    expect((await allowed('http://evil.example')).headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('a request that is no handshake', () => {
  it.each([
    [
      'Origin: http://evil.example',
      '403 Forbidden',
      'Origin "http://evil.example" may not open a WebSocket here\n',
    ],
  ])('for %s is refused', async (field, status, detail) => {
    const line = dial()
    line.socket.write(requestHead('/handshake/none', field))
    expect(await line.until('\r\n')).toBe(`HTTP/1.1 ${status}\r\n`)
    await line.until('\r\n\r\n')
    expect(await line.until('\n')).toBe(detail)
    expect(await line.ended()).toBe('end')
  })

  it.each([
    ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Version: 8', '426 Upgrade Required'],
    [`Sec-WebSocket-Key: ${otherKey}`, 'Sec-WebSocket-Key: short', '400 Bad Request'],
    ['Connection: keep-alive, Upgrade', 'Connection: keep-alive', '400 Bad Request'],
    ['Upgrade: websocket', 'Upgrade: h2c', '400 Bad Request'],
    ['GET /', 'POST /', '400 Bad Request'],
    ['HTTP/1.1', 'HTTP/1.0', '400 Bad Request'],
  ])('with %s become %s is refused', async (from, to, status) => {
    const line = dial()
    line.socket.write(requestHead('/handshake/none').replace(from, to))
    expect(await line.until('\r\n')).toBe(`HTTP/1.1 ${status}\r\n`)
  })

  it('and has a head without end is cut off at 16 KiB', async () => {
    const line = dial()
    line.socket.write(`GET / HTTP/1.1\r\nX: ${'x'.repeat(16_384)}`)
    expect(await line.until('\r\n')).toBe('HTTP/1.1 431 Request Header Fields Too Large\r\n')
  })

  it.each([
    ['/handshake/none', 426],
    ['/handshake/unheard-of', 426],
    ['/elsewhere', 404],
    ['/stream/9', 404],
    ['/stream/0', 404],
  ])('but asks for %s gets %i', async (path, status) => {
    expect((await getJson(path)).status).toBe(status)
  })

  it('with another method is a 405, and OPTIONS says which there is', async () => {
    for (const [method, status] of [
      ['POST', 405],
      ['OPTIONS', 204],
    ] as const) {
      const asked = httpRequest({ host, port, path: '/streams', method, agent: false }).end()
      const [response] = await once(asked, 'response')
      response.resume()
      expect([response.statusCode, response.headers.allow]).toEqual([status, 'GET, OPTIONS'])
    }
  })

  it('goes on over the same connection as any HTTP', async () => {
    const line = dial()
    const asked = `GET /streams HTTP/1.1\r\nHost: ${host}\r\n\r\n`
    line.socket.write(asked + asked)
    expect(await line.until('{"open":0,"streams":[]}')).toContain('200 OK')
    expect(await line.until('{"open":0,"streams":[]}')).toContain('200 OK')
    line.socket.write(asked)
    expect(await line.until('{"open":0,"streams":[]}')).toContain('200 OK')
  })
})

describe('the eight streams', () => {
  async function openStream(stream: number) {
    const asked = get({ host, port, path: `/stream/${stream}`, headers: { Origin: page }, agent: false })
    asked.on('error', () => undefined)
    ending.push(() => asked.destroy())
    const [response] = await once(asked, 'response')
    const [first] = await once(response, 'data')
    return { asked, headers: response.headers, first: String(first) }
  }

  it('say their number, stay open and are counted until they close', async () => {
    const streams = []
    for (let stream = 1; stream <= 8; stream += 1) streams.push(await openStream(stream))
    expect(streams[7]).toMatchObject({
      first: 'data: 8\n\n',
      headers: { 'content-type': 'text/event-stream', 'access-control-allow-origin': page },
    })
    expect((await getJson('/streams')).body).toEqual({ open: 8, streams: [1, 2, 3, 4, 5, 6, 7, 8] })
    streams[2]!.asked.destroy()
    let count = 8
    while (count === 8) count = (await getJson('/streams')).body.open
    expect((await getJson('/streams')).body.streams).toEqual([1, 2, 4, 5, 6, 7, 8])
  })
})

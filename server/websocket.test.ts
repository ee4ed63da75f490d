import { once } from 'node:events'
import type { Socket } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { mounts } from './options.ts'
import type { Problem } from './protocol.ts'
import {
  clientFrame,
  closePayload,
  opcodes,
  openRawWebSocket,
  type RawWebSocket,
} from './test/raw-websocket.ts'
import { openReader } from './test/reader.ts'
import { appendNumbers, startServer } from './test/start-server.ts'

const maxPayloadBytes = 1_000

/** A server with one raw WebSocket on it, and the server's side of that connection. */
async function startWith(path: string, options: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer({ maxPayloadBytes, ...options })
  const accepted = once(server.app.server, 'connection')
  const channel = await openRawWebSocket(server.port, path)
  const [held] = (await accepted) as [Socket]
  if (path.startsWith('/websocket')) {
    expect(await channel.message()).toHaveProperty('cursor')
  }
  return { ...server, channel, held }
}

/** Bytes that are no UTF-8 (RFC 3629 section 3), whole messages and cut ones. */
const brokenTexts: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['a lone continuation', Buffer.from([0x22, 0x80, 0x22])],
  ['a character cut short', Buffer.from([0x22, 0xea, 0xb0, 0x22])],
  ['a character cut short by the end', Buffer.from([0x22, 0xf0, 0x9f, 0x98])],
  ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
  ['a surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ['what lies beyond Unicode', Buffer.from([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22])],
]

const violations: readonly (readonly [name: string, code: number, bytes: Buffer])[] = [
  ['two reserved bits', 1002, Buffer.from([0xb1, 0x80, 0, 0, 0, 0])],
  ...[4, 5, 6, 7, 11, 12, 13, 14, 15].map(
    opcode => [`the reserved opcode ${opcode}`, 1002, clientFrame('', { opcode })] as const,
  ),
  ['an unmasked ping', 1002, clientFrame('x', { opcode: opcodes.ping, masked: false })],
  ['an unmasked close', 1002, clientFrame(closePayload(1000), { opcode: opcodes.close, masked: false })],
  ['a ping of 126 bytes', 1002, clientFrame('x'.repeat(126), { opcode: opcodes.ping })],
  ['a pong of 126 bytes', 1002, clientFrame('x'.repeat(126), { opcode: opcodes.pong })],
  ['a close of 126 bytes', 1002, clientFrame(closePayload(1000, 'x'.repeat(124)), { opcode: opcodes.close })],
  ['a fragmented pong', 1002, clientFrame('x', { opcode: opcodes.pong, fin: false })],
  ['a fragmented close', 1002, clientFrame(closePayload(1000), { opcode: opcodes.close, fin: false })],
  ['a close of one byte', 1002, clientFrame('x', { opcode: opcodes.close })],
  ...[0, 999, 1004, 1006, 1015, 2999, 5000].map(
    code =>
      [`the close code ${code}`, 1002, clientFrame(closePayload(code), { opcode: opcodes.close })] as const,
  ),
  [
    'a close reason that is no UTF-8',
    1007,
    clientFrame(Buffer.concat([closePayload(1000), Buffer.from([0xff])]), { opcode: opcodes.close }),
  ],
  [
    'a text amid the fragments of another',
    1002,
    Buffer.concat([clientFrame('"a', { fin: false }), clientFrame('"b"')]),
  ],
  [
    'a binary message amid fragments',
    1002,
    Buffer.concat([clientFrame('"a', { fin: false }), clientFrame('b', { opcode: opcodes.binary })]),
  ],
  ...brokenTexts.map(([name, bytes]) => [`a text with ${name}`, 1007, clientFrame(bytes)] as const),
  [
    'a text with a character that breaks between fragments',
    1007,
    Buffer.concat([
      clientFrame(Buffer.from([0x22, 0xea]), { fin: false }),
      clientFrame(Buffer.from([0x22]), { opcode: opcodes.continuation }),
    ]),
  ],
  ['a length with its highest bit set', 1009, Buffer.from([0x81, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0])],
  [
    'empty fragments without end',
    1008,
    Buffer.concat([
      clientFrame('', { fin: false }),
      ...Array<Buffer>(16_384).fill(clientFrame('', { fin: false, opcode: opcodes.continuation })),
    ]),
  ],
  ['an unmasked frame', 1002, clientFrame('{"publish":1}', { masked: false })],
  ['a reserved opcode', 1002, clientFrame('', { opcode: 3 })],
  ['a reserved bit', 1002, Buffer.from([0xc1, 0x80, 0, 0, 0, 0])],
  ['a continuation of nothing', 1002, clientFrame('x', { opcode: opcodes.continuation })],
  ['a fragmented ping', 1002, clientFrame('x', { opcode: opcodes.ping, fin: false })],
  ['a close code that nobody may send', 1002, clientFrame(closePayload(1005), { opcode: opcodes.close })],
  ['a text that is no UTF-8', 1007, clientFrame(Buffer.from([0x22, 0xff, 0x22]))],
  ['a message over the limit', 1009, clientFrame('x'.repeat(maxPayloadBytes + 1))],
  [
    'fragments over the limit',
    1009,
    Buffer.concat([
      clientFrame('x'.repeat(maxPayloadBytes), { fin: false }),
      clientFrame('x', { opcode: opcodes.continuation }),
    ]),
  ],
  ['a length that no message has', 1009, Buffer.from([0x81, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255])],
]

describe.each(['/websocket', '/echo'])('%s', path => {
  it.each(violations)('answers %s with close code %i, and disturbs nobody', async (_name, code, bytes) => {
    const { channel, feed, url } = await startWith(path)
    const bystander = openReader('websocket', url)
    await bystander.opening()
    channel.sendBytes(bytes)
    expect(await channel.closeCode()).toBe(code)
    expect((await channel.rest()).length).toBe(0)
    expect(feed.head).toBe(0)
    appendNumbers(feed, 1)
    expect(await bystander.data(1)).toEqual([1])
  })

  it('answers a ping with its payload, also between fragments', async () => {
    const { channel } = await startWith(path)
    channel.send('{"publish":', { fin: false })
    channel.send('hello', { opcode: opcodes.ping })
    expect(await channel.frame()).toEqual({ opcode: opcodes.pong, fin: true, payload: Buffer.from('hello') })
    channel.send('1}', { opcode: opcodes.continuation })
    expect((await channel.frame()).opcode).toBe(opcodes.text)
  })

  it('answers a close with the same code', async () => {
    const { channel } = await startWith(path)
    channel.send(closePayload(3_000, 'enough'), { opcode: opcodes.close })
    expect(await channel.closeCode()).toBe(3_000)
    expect((await channel.rest()).length).toBe(0)
  })

  it('is closed with 1001 when the server ends', async () => {
    const { channel, app } = await startWith(path)
    const ended = app.end()
    expect(await channel.closeCode()).toBe(1001)
    channel.send(closePayload(1001), { opcode: opcodes.close })
    expect((await channel.rest()).length).toBe(0)
    channel.end()
    await ended
  })

  it('chooses the subprotocol feed.v1 when it is offered, and none otherwise', async () => {
    const { port } = await startServer()
    const chosen = async (...fields: string[]) =>
      (await openRawWebSocket(port, path, fields)).answer.headers['sec-websocket-protocol']
    expect(await chosen('Sec-WebSocket-Protocol: feed.v1')).toBe('feed.v1')
    expect(await chosen('Sec-WebSocket-Protocol: graphql-ws, feed.v1')).toBe('feed.v1')
    expect(await chosen('Sec-WebSocket-Protocol: feed.v2')).toBeUndefined()
    expect(await chosen()).toBeUndefined()
  })

  it('compresses nothing, though a client offers it', async () => {
    const { port } = await startServer()
    const { answer } = await openRawWebSocket(port, path, ['Sec-WebSocket-Extensions: permessage-deflate'])
    expect(answer.headers).not.toHaveProperty('sec-websocket-extensions')
  })
})

const misfits: readonly (readonly [message: string, problem: Partial<Problem>])[] = [
  [
    'no JSON',
    { detail: expect.stringMatching(/^the message must be JSON: .*, got "no JSON"$/), field: 'message' },
  ],
  ['', { detail: 'the message must be JSON: Unexpected end of JSON input, got ""', field: 'message' }],
  ['[1]', { detail: 'a message must be {"publish":…}, got [1]', field: 'publish' }],
  ['null', { detail: 'a message must be {"publish":…}, got null', field: 'publish' }],
  ['{"topic":"a"}', { detail: 'a message must be {"publish":…}, got {"topic":"a"}', field: 'publish' }],
  ['{"publish":1,"topic":7}', { detail: 'topic must be a string, got 7', field: 'topic' }],
  ['{"publish":1,"topic":""}', { detail: 'topic must be 1 to 256 bytes long, got 0', field: 'topic' }],
]

describe.each(mounts)('publishing on /websocket, mounted by %s', mount => {
  it.each(misfits)('answers %s with its problem and stays open', async (message, problem) => {
    const { channel, feed } = await startWith('/websocket', { mount })
    channel.send(message)
    expect(await channel.message()).toEqual({
      problem: { type: 'about:blank', title: 'Bad Request', status: 400, ...problem },
    })
    channel.send('{"publish":"after"}')
    expect(await channel.message()).toEqual({ published: feed.cursorAt(1) })
  })

  it('answers with the cursor and delivers the record to everyone, itself included', async () => {
    const { channel, feed, url } = await startWith('/websocket', { mount })
    const others = [openReader('websocket', url), openReader('sse', url), openReader('long-polling', url)]
    for (const other of others) await other.opening()
    channel.send('{"publish":{"text":"안녕"},"topic":"talk"}')
    expect(await channel.message()).toEqual({ published: feed.cursorAt(1) })
    const record = { id: feed.cursorAt(1), at: expect.any(Number), topic: 'talk', data: { text: '안녕' } }
    expect(await channel.message()).toEqual(record)
    for (const other of others) expect((await other.next('event')).record).toEqual(record)
  })

  it('takes a message in fragments, cut inside a character', async () => {
    const { channel, feed } = await startWith('/websocket', { mount })
    const bytes = Buffer.from('{"publish":"지진"}')
    const cuts = [0, 1, 5, 13, 14, 17, bytes.length]
    for (let part = 0; part + 1 < cuts.length; part += 1) {
      channel.send(bytes.subarray(cuts[part], cuts[part + 1]), {
        opcode: part === 0 ? opcodes.text : opcodes.continuation,
        fin: part + 2 === cuts.length,
      })
    }
    expect(await channel.message()).toEqual({ published: feed.cursorAt(1) })
    expect(await channel.message()).toMatchObject({ data: '지진' })
  })

  it('closes with 1003 on a binary message', async () => {
    const { channel, feed } = await startWith('/websocket', { mount })
    channel.send('{"publish":1}', { opcode: opcodes.binary })
    expect(await channel.closeCode()).toBe(1003)
    expect(feed.head).toBe(0)
  })
})

describe('a WebSocket', () => {
  it('is not brought down by nesting of any depth', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { channel } = await startWith('/websocket', { maxPayloadBytes: 1_000_000 })
    const publish = async (depth: number) => {
      channel.send(`{"publish":${'['.repeat(depth)}${']'.repeat(depth)}}`)
      const answer = (await channel.message()) as object
      if ('published' in answer) await channel.message()
      return 'published' in answer
    }
    expect(await publish(50)).toBe(true)
    expect(await publish(400_000)).toBe(false)
    // Every depth around the one that just can't be written, where one stack frame more or less decides.
    let [least, most] = [50, 400_000]
    while (most - least > 1) {
      const middle = (least + most) >>> 1
      if (await publish(middle)) least = middle
      else most = middle
    }
    for (let depth = least - 20; depth < least + 20; depth += 1) await publish(depth)
    expect(await publish(50)).toBe(true)
    expect(log).not.toHaveBeenCalled()
  })

  it('gets nothing behind the close frame, though it was behind with reading', async () => {
    const { channel, feed, held } = await startWith('/websocket')
    channel.pause()
    const fat = 'x'.repeat(50_000)
    while (!held.writableNeedDrain) {
      feed.append({ data: fat })
      await new Promise(resolve => setImmediate(resolve))
    }
    const received = new Promise(resolve => held.once('data', resolve))
    channel.send(closePayload(1000), { opcode: opcodes.close })
    await received
    appendNumbers(feed, 10)
    channel.resume()
    let frame = await channel.frame()
    while (frame.opcode !== opcodes.close) frame = await channel.frame()
    expect((await channel.rest()).length).toBe(0)
  })

  it('that does not answer pings is ended, and one that does stays', async () => {
    const { channel, port, url, feed } = await startWith('/websocket', { heartbeatMs: 200 })
    const answering = await openRawWebSocket(port)
    const controller = { answered: 0 }
    const answers = answerPings(answering, controller)
    // Half open: it reads, and says nothing.
    await readAway(channel)
    await expect.poll(() => subscribers(url)).toBe(1)
    const { answered } = controller
    await expect.poll(() => controller.answered, { timeout: 10_000 }).toBeGreaterThan(answered + 1)
    expect(await subscribers(url)).toBe(1)
    feed.append({ data: 'still there' })
    expect(await answers).toContain('still there')
  })

  it('that publishes and does not read is not read either, and its answers do not pile up', async () => {
    const { channel, feed, held } = await startWith('/websocket?topic=nobody')
    channel.pause()
    const burst = Buffer.concat(Array.from({ length: 500 }, () => clientFrame('{"publish":1}')))
    for (let round = 0; round < 2_000 && !held.isPaused(); round += 1) {
      channel.sendBytes(burst)
      await new Promise(resolve => setImmediate(resolve))
    }
    await expect.poll(() => held.isPaused()).toBe(true)
    const published = feed.head
    for (let round = 0; round < 100; round += 1) {
      channel.sendBytes(burst)
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(feed.head).toBe(published)
    // What one read of the socket may hold, answered: 64 KiB of messages at most.
    expect(held.writableLength).toBeLessThan(512 * 1_024)
    channel.resume()
    const sent = published
    await expect.poll(() => feed.head).toBeGreaterThan(sent)
    expect(await channel.message()).toEqual({ published: feed.cursorAt(1) })
  })

  it('that pings and does not read gets no pile of pongs', async () => {
    const { channel, held } = await startWith('/echo')
    channel.pause()
    const pings = Buffer.concat(
      Array.from({ length: 400 }, () => clientFrame('x'.repeat(125), { opcode: opcodes.ping })),
    )
    for (let round = 0; round < 1_000 && !held.writableNeedDrain; round += 1) {
      channel.sendBytes(pings)
      await new Promise(resolve => setImmediate(resolve))
    }
    const mark = held.writableLength
    for (let round = 0; round < 50; round += 1) {
      channel.sendBytes(pings)
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(held.writableLength).toBeLessThanOrEqual(mark)
    expect(mark).toBeLessThan(64 * 1_024)
  })
})

describe('the echo', () => {
  it('answers text with /answer behind it, and binary as it is', async () => {
    const { channel } = await startWith('/echo')
    channel.send('안녕')
    expect((await channel.frame()).payload.toString()).toBe('안녕/answer')
    channel.send('')
    expect((await channel.frame()).payload.toString()).toBe('/answer')
    channel.send(Buffer.from('close'), { opcode: opcodes.binary })
    expect(await channel.frame()).toEqual({
      opcode: opcodes.binary,
      fin: true,
      payload: Buffer.from('close'),
    })
  })

  it('closes with 1000 at the word close, and at no other', async () => {
    const { channel } = await startWith('/echo')
    channel.send('Close')
    expect((await channel.frame()).payload.toString()).toBe('Close/answer')
    channel.send('close')
    expect(await channel.closeCode()).toBe(1000)
  })

  it('does not read a client that does not read its answers', async () => {
    const { channel, held } = await startWith('/echo')
    channel.pause()
    const burst = Buffer.concat(Array.from({ length: 100 }, () => clientFrame('x'.repeat(900))))
    for (let round = 0; round < 1_000 && !held.isPaused(); round += 1) {
      channel.sendBytes(burst)
      await new Promise(resolve => setImmediate(resolve))
    }
    await expect.poll(() => held.isPaused()).toBe(true)
    expect(held.writableLength).toBeLessThan(256 * 1_024)
  })
})

/** Answers each ping; resolves to the data of the first event. */
async function answerPings(channel: RawWebSocket, count: { answered: number }): Promise<unknown[]> {
  for (;;) {
    const { opcode, payload } = await channel.anyFrame()
    if (opcode === opcodes.ping) {
      channel.send(payload, { opcode: opcodes.pong })
      count.answered += 1
    }
    if (opcode === opcodes.text && payload.includes('"data"')) return [JSON.parse(payload.toString()).data]
  }
}

/** Reads until the server cuts the connection off. */
async function readAway(channel: RawWebSocket): Promise<void> {
  await channel.rest().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET') throw error
  })
}

async function subscribers(url: URL): Promise<number> {
  return (await (await fetch(new URL('health', url))).json()).subscribers.websocket
}

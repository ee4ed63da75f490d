import { describe, expect, it } from 'vitest'
import { mounts } from './options.ts'
import { handshake, head, openRaw } from './test/raw-connection.ts'
import { clientFrame, openRawWebSocket } from './test/raw-websocket.ts'
import { heldLimits, itRefuses, json, type Refusal, startWatched } from './test/refusal.ts'
import { startServer, type TestServer } from './test/start-server.ts'

const inTime = {
  status: 408,
  detail: 'the request could not be read: Request timeout',
  headers: { connection: 'close' },
  behind: 'closed' as const,
}

const held: readonly Refusal[] = [
  ['nothing at all', ''],
  ['empty lines', '\r\n\r\n\r\n'],
  ['half a method', 'GE'],
  ['half a request line', 'GET /polling?since='],
  ['half a field', 'GET /polling HTTP/1.1\r\nHost: lab\r\nX: '],
  ['a head but for its last line end', 'GET /polling HTTP/1.1\r\nHost: lab\r\n\r'],
  ['half a handshake', handshake('/websocket').slice(0, -20)],
  ['a body but for its last byte', `${head('POST /events', [json, 'Content-Length: 5'])}"hal`],
  ['no byte of a body', head('POST /events', [json, 'Content-Length: 5'])],
  ['half a chunk size', `${head('POST /events', [json, 'Transfer-Encoding: chunked'])}5`],
  ['half a chunk', `${head('POST /events', [json, 'Transfer-Encoding: chunked'])}5\r\n"ha`],
  ['chunks without the last', `${head('POST /events', [json, 'Transfer-Encoding: chunked'])}1\r\n1\r\n`],
  ['half a trailer', `${head('POST /events', [json, 'Transfer-Encoding: chunked'])}1\r\n1\r\n0\r\nX: `],
].map(([name, request]) => ({ name: `${name}, held`, request: request!, ...inTime }))

itRefuses(held, { requestLimits: heldLimits })

describe.each(mounts)('with handlers found by %s', mount => {
  it.each([
    ['a head', 'GET /polling HTTP/1.1\r\nHost: lab\r\nX: '],
    ['a body', head('POST /events', [json, 'Content-Length: 900'])],
  ])('ends %s that comes byte by byte as if it were held', async (_name, start) => {
    const server = await startWatched(mount, { requestLimits: heldLimits })
    const raw = openRaw(server.port)
    raw.send(start)
    const drip = setInterval(() => raw.send('x'), 5)
    const answer = await raw.response().finally(() => clearInterval(drip))
    expect(answer).toMatchObject({ status: 408, headers: { connection: 'close' } })
    await server.expectUndisturbed()
  })

  it('ends half of a second request, behind the answer to the first', async () => {
    const server = await startWatched(mount, { requestLimits: heldLimits })
    const raw = openRaw(server.port)
    raw.send(`${head('GET /polling')}GET /pol`)
    expect((await raw.response()).status).toBe(200)
    expect((await raw.response()).status).toBe(408)
    expect((await raw.rest()).length).toBe(0)
    await server.expectUndisturbed()
  })

  it('answers a held poll first when half a request is held behind it', async () => {
    const server = await startServer({ mount, requestLimits: { headMs: 50, wholeMs: 50, checkEveryMs: 10 } })
    const raw = openRaw(server.port)
    const since = server.feed.cursorAt(0)
    raw.send(`${head(`GET /long-polling?since=${since}&timeout=200`)}GET /pol`)
    expect((await raw.response()).status).toBe(204)
    expect((await raw.response()).status).toBe(408)
    expect((await raw.rest()).length).toBe(0)
  })

  it('closes a connection that asks for nothing more', async () => {
    const server = await startServer({ mount, keepAliveTimeoutMs: 20 })
    const raw = openRaw(server.port)
    raw.send(head('GET /polling'))
    expect((await raw.response()).status).toBe(200)
    expect((await raw.rest()).length).toBe(0)
  })
})

describe.each(['/websocket', '/echo'])('%s', path => {
  it.each([
    ['half a frame header', Buffer.from([0x81])],
    ['half a frame', clientFrame('"half').subarray(0, 8)],
    ['a fragment without the last', clientFrame('"half', { fin: false })],
    ['a frame of a length that never comes', Buffer.from([0x81, 0xfe, 0x03, 0xe8, 1, 2, 3, 4, 5])],
  ])('is ended by its pings when a client holds %s', async (_name, bytes) => {
    const server = await startServer({ heartbeatMs: 50, maxPayloadBytes: 1_000 })
    const channel = await openRawWebSocket(server.port, path)
    channel.sendBytes(bytes)
    // A heartbeat with a ping, and at the next the end without a word: nobody answered.
    await untilCut(channel)
    await expect.poll(() => openConnections(server)).toBe(0)
  })
})

async function untilCut(channel: { rest(): Promise<Buffer> }): Promise<void> {
  await channel.rest().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET') throw error
  })
}

function openConnections({ app }: TestServer): Promise<number> {
  return new Promise((resolve, reject) =>
    app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
}

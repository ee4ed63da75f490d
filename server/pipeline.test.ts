import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { mounts } from './options.ts'
import { maxWaitingRequests } from './pipeline.ts'
import type { Health } from './protocol.ts'
import { handshake, head, openRaw, withBody } from './test/raw-connection.ts'
import { clientFrame } from './test/raw-websocket.ts'
import { json } from './test/refusal.ts'
import { startServer, type TestServer } from './test/start-server.ts'

const nobody = { polling: 0, 'long-polling': 0, streaming: 0, sse: 0, websocket: 0 }

/** A poll that is held for as long as one can be. */
const held = ({ feed }: TestServer) =>
  head(`GET /long-polling?since=${feed.cursorAt(feed.head)}&timeout=120000`)

describe.each(mounts)('with handlers found by %s', mount => {
  it.each([
    ['a refused query', head('GET /polling?since=x'), 400],
    ['a refused body', withBody('POST /events', '{a}', [json]), 400],
    ['a body of no use', withBody('GET /polling', '{a}'), 200],
    ['a path that is none', head('GET /nowhere'), 404],
    ['another method', head('DELETE /sse'), 405],
  ])('serves the request behind %s', async (_name, request, status) => {
    const { port } = await startServer({ mount })
    const raw = openRaw(port)
    raw.send(Buffer.concat([Buffer.from(request), Buffer.from(head('GET /health'))]))
    expect((await raw.response()).status).toBe(status)
    expect((await raw.response()).body).toMatch(/^\{"status":"ok"/)
  })

  it.each([
    ['garbage', 'garbage\r\n\r\n', 400],
    ['a length that is none', `${head('POST /events', ['Content-Length: x'])}1`, 400],
    ['a head that is too long', head('GET /', [`X: ${'x'.repeat(17_000)}`]), 431],
  ])('serves nothing behind %s', async (_name, request, status) => {
    const { port, feed } = await startServer({ mount })
    const raw = openRaw(port)
    raw.send(request + withBody('POST /events', '"behind"', [json]))
    expect((await raw.response()).status).toBe(status)
    expect((await raw.rest()).length).toBe(0)
    expect(feed.head).toBe(0)
  })

  it.each([
    ['garbage', 'garbage\r\n\r\n', 400],
    ['a bad chunk', `${head('POST /events', [json, 'Transfer-Encoding: chunked'])}x\r\n`, 400],
    ['another version', head('GET /').replace('1.1', '2.0'), 505],
  ])('answers in their order a poll, a held poll, and %s behind them', async (_name, request, status) => {
    const server = await startServer({ mount })
    const raw = openRaw(server.port)
    raw.send(head('GET /polling') + held(server) + request)
    expect((await raw.response()).body).toContain('"events":[]')
    await expect.poll(() => subscribers(server)).toEqual({ ...nobody, 'long-polling': 1 })
    server.feed.append({ data: 'news' })
    expect((await raw.response()).body).toContain('"news"')
    expect((await raw.response()).status).toBe(status)
    expect((await raw.rest()).length).toBe(0)
  })

  it('lets a poll go whose client ends amid the next request', async () => {
    const server = await startServer({ mount })
    const raw = openRaw(server.port)
    raw.send(`${held(server)}GET /pol`)
    await expect.poll(() => subscribers(server)).toEqual({ ...nobody, 'long-polling': 1 })
    await raw.close()
    await expect.poll(() => subscribers(server)).toEqual(nobody)
  })

  it.each([
    ['is closed', ''],
    ['is closed with an upgrade behind them', handshake('/websocket')],
  ])('holds nothing for what waits behind a held poll once its connection %s', async (_name, last) => {
    const server = await startServer({ mount })
    const accepted = once(server.app.server, 'connection')
    const raw = openRaw(server.port)
    const waits = [held(server), head('GET /polling'), head('GET /streaming'), held(server), head('GET /sse')]
    raw.send(held(server) + waits.join('') + last)
    const [socket] = await accepted
    await expect.poll(() => subscribers(server)).toEqual({ ...nobody, 'long-polling': 1 })
    socket.destroy()
    await expect.poll(() => subscribers(server)).toEqual(nobody)
  })

  it.each([
    ['serves', '/polling', 1],
    ['lets go', '/streaming', 0],
  ])('%s a client that asks to upgrade behind a %s which it is slow to read', async (_name, path, events) => {
    const server = await startServer({ mount })
    const { feed } = server
    for (let number = 0; number < 300; number += 1) feed.append({ data: 'x'.repeat(10_000) })
    const since = `since=${feed.cursorAt(0)}`
    const raw = openRaw(server.port)
    // Under back-pressure Node stops to read at the second request.
    raw.send(head(`GET ${path}?${since}`) + head('GET /polling') + handshake('/websocket'))
    const before = feed.head
    if (path === '/streaming') {
      await raw.upTo(`"id":"${feed.cursorAt(before)}"`)
      await raw.close()
    } else {
      expect((await raw.response()).body.length).toBeGreaterThan(1_000_000)
      expect((await raw.response()).status).toBe(200)
      expect((await raw.head()).status).toBe(101)
      raw.send(clientFrame('{"publish":"read"}'))
    }
    await expect.poll(() => feed.head).toBe(before + events)
    await expect.poll(() => subscribers(server)).toEqual({ ...nobody, websocket: events })
  })

  it('answers what waits when its turn comes, and not before', async () => {
    const server = await startServer({ mount })
    const { feed } = server
    const raw = openRaw(server.port)
    const since = feed.cursorAt(0)
    raw.send(held(server) + head(`GET /polling?since=${since}`) + head(`GET /long-polling?since=${since}`))
    await expect.poll(() => subscribers(server)).toEqual({ ...nobody, 'long-polling': 1 })
    feed.append({ data: 'for all three' })
    for (let answer = 0; answer < 3; answer += 1) {
      expect((await raw.response()).body).toContain('"for all three"')
    }
  })

  it('refuses what waits beyond the limit, behind what may wait, and closes', async () => {
    const server = await startServer({ mount })
    const raw = openRaw(server.port)
    raw.send(held(server) + head('GET /polling').repeat(maxWaitingRequests + 100))
    await expect.poll(() => subscribers(server)).toEqual({ ...nobody, 'long-polling': 1 })
    server.feed.append({ data: 1 })
    for (let answer = 0; answer <= maxWaitingRequests; answer += 1) {
      expect((await raw.response()).status).toBe(200)
    }
    const refused = await raw.response()
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1', connection: 'close' } })
    expect(JSON.parse(refused.body).detail).toBe('1000 requests wait on this connection, which is the limit')
    expect((await raw.rest()).length).toBe(0)
  })
})

async function subscribers({ url }: TestServer): Promise<Health['subscribers']> {
  return (await (await fetch(new URL('health', url))).json()).subscribers
}

import { once } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { mounts } from './options.ts'
import { handshake, head, openRaw, withBody } from './test/raw-connection.ts'
import { openReader } from './test/reader.ts'
import { startServer, type TestServer } from './test/start-server.ts'

const json = 'Content-Type: application/json'
const h2c = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__']

describe.each(mounts)('a connection, with handlers found by %s,', mount => {
  it('is kept after refusals, and serves the next request', async () => {
    const { port, feed } = await startServer({ mount })
    const raw = openRaw(port)
    const refused = [
      head('GET /polling?since=wrong'),
      head('GET /nowhere'),
      head('DELETE /health'),
      withBody('POST /events', 'no JSON', [json]),
    ]
    for (const request of refused) {
      raw.send(request)
      const answer = await raw.response()
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.headers.connection).toBe('keep-alive')
    }
    raw.send(withBody('POST /events', '"kept"', [json]))
    expect((await raw.response()).status).toBe(201)
    raw.send(head(`GET /polling?since=${feed.cursorAt(0)}`))
    expect(JSON.parse((await raw.response()).body).events).toMatchObject([{ data: 'kept' }])
  })

  it('is closed behind each answer when the server keeps none', async () => {
    const { port } = await startServer({ mount, keepAlive: false })
    const raw = openRaw(port)
    raw.send(head('GET /polling'))
    expect(await raw.response()).toMatchObject({ status: 200, headers: { connection: 'close' } })
    expect((await raw.rest()).length).toBe(0)
  })

  it.each(['/polling', '/long-polling', '/streaming', '/sse', '/health'])(
    'carries no body behind the answer to HEAD %s',
    async path => {
      const { port } = await startServer({ mount })
      const raw = openRaw(port)
      raw.send(head(`HEAD ${path}`))
      const answer = await raw.response({ bodiless: true })
      expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, OPTIONS' } })
      raw.send(head('GET /polling'))
      expect((await raw.response()).status).toBe(200)
    },
  )

  it.each([
    'http://lab/polling',
    'HTTP://lab:80/polling?since=',
    'http://lab/health',
    'http://user@lab/polling',
  ])('finds the path of the absolute target %s', async target => {
    const { port, feed } = await startServer({ mount })
    const raw = openRaw(port)
    raw.send(head(`GET ${target.endsWith('=') ? target + feed.cursorAt(0) : target}`))
    expect((await raw.response()).status).toBe(target.endsWith('=') ? 204 : 200)
  })

  it.each(['http://lab', 'http://lab?since=1', '*', 'http://[/polling', 'http://a:b:c/x', '/\\..\\', '/%'])(
    'takes no harm from the target %s',
    async target => {
      const log = vi.spyOn(console, 'error')
      const { port } = await startServer({ mount })
      const raw = openRaw(port)
      raw.send(head(`${target === '*' ? 'OPTIONS' : 'GET'} ${target}`))
      const answer = await raw.response()
      expect([400, 404]).toContain(answer.status)
      expect(JSON.parse(answer.body).status).toBe(answer.status)
      expect(log).not.toHaveBeenCalled()
    },
  )

  it('answers pipelined requests in their order, a stream among them', async () => {
    const { port, feed } = await startServer({ mount, streamAgeMs: 50 })
    feed.append({ data: 1 })
    const since = `since=${feed.cursorAt(0)}`
    const raw = openRaw(port)
    raw.send(
      [
        head(`GET /polling?${since}`),
        head('GET /nowhere'),
        head(`GET /streaming?${since}`),
        head(`GET /sse?${since}`),
        head(`GET /polling?${since}&take=latest`),
      ].join(''),
    )
    expect(JSON.parse((await raw.response()).body).events).toMatchObject([{ data: 1 }])
    expect((await raw.response()).status).toBe(404)
    const [opening, record, ...more] = (await raw.response()).body.trimEnd().split('\n')
    expect(JSON.parse(opening!)).toEqual({ cursor: feed.cursorAt(0) })
    expect(JSON.parse(record!)).toMatchObject({ data: 1 })
    expect(more).toEqual([])
    expect((await raw.response()).body).toMatch(/^id: .*\n\nid: .*\ndata: .*\n\n$/)
    expect(JSON.parse((await raw.response()).body).cursor).toBe(feed.cursorAt(1))
  })

  it('holds a stream back until the poll before it is answered, and loses nothing for it', async () => {
    const { port, feed, url } = await startServer({ mount })
    const raw = openRaw(port)
    raw.send(
      head(`GET /long-polling?since=${feed.cursorAt(0)}`) + head(`GET /streaming?since=${feed.cursorAt(0)}`),
    )
    await expect.poll(() => subscribers(url, 'long-polling')).toBe(1)
    expect(await subscribers(url, 'streaming')).toBe(0)
    feed.append({ data: 'both' })
    expect(JSON.parse((await raw.response()).body).events).toMatchObject([{ data: 'both' }])
    expect((await raw.head()).headers['content-type']).toBe('application/x-ndjson')
    expect(await raw.upTo('"both"}\n')).toContain(feed.cursorAt(1))
  })

  it.each([
    ['a plain answer', head('GET /polling', h2c)],
    ['a WebSocket', handshake('/websocket')],
    ['the echo', handshake('/echo')],
  ])('that asks to upgrade behind a held poll gets the poll first, then %s', async (_name, request) => {
    const server = await startServer({ mount })
    const bystander = openReader('streaming', server.url)
    await bystander.opening()
    const raw = openRaw(server.port)
    raw.send(head(`GET /long-polling?since=${server.feed.cursorAt(0)}`) + request)
    await expect.poll(() => subscribers(server.url, 'long-polling')).toBe(1)
    server.feed.append({ data: 'first' })
    expect(JSON.parse((await raw.response()).body).events).toMatchObject([{ data: 'first' }])
    expect((await raw.head()).status).toBe(request.includes('h2c') ? 200 : 101)
    expect(await bystander.data(1)).toEqual(['first'])
  })

  it('that asks to upgrade behind a held poll and is reset leaves nothing behind', async () => {
    const server = await startServer({ mount })
    const accepted = once(server.app.server, 'connection')
    const raw = openRaw(server.port)
    raw.send(head(`GET /long-polling?since=${server.feed.cursorAt(0)}`) + handshake('/websocket'))
    const [socket] = await accepted
    await expect.poll(() => subscribers(server.url, 'long-polling')).toBe(1)
    socket.resetAndDestroy()
    await expect.poll(() => subscribers(server.url, 'long-polling')).toBe(0)
    server.feed.append({ data: 1 })
    expect(await subscribers(server.url, 'websocket')).toBe(0)
  })

  it.each(['/polling', '/health'])('that asks %s for HTTP/2 is answered as plain HTTP/1.1', async path => {
    const { port } = await startServer({ mount })
    const raw = openRaw(port)
    raw.send(head(`GET ${path}`, h2c))
    expect(await raw.response()).toMatchObject({ status: 200, headers: { connection: 'close' } })
    expect((await raw.rest()).length).toBe(0)
  })

  it('that asks a stream for HTTP/2 is streamed to, and is let go when it leaves', async () => {
    const server = await startServer({ mount })
    const raw = openRaw(server.port)
    raw.send(head('GET /streaming', h2c))
    expect((await raw.head()).status).toBe(200)
    server.feed.append({ data: 'streamed' })
    await raw.upTo('"streamed"}\n')
    expect(await subscribers(server.url, 'streaming')).toBe(1)
    raw.send('what belongs to no request')
    raw.end()
    await expect.poll(() => subscribers(server.url, 'streaming')).toBe(0)
  })

  it('that publishes and asks for HTTP/2 is told to leave that, and nothing is appended', async () => {
    const { port, feed } = await startServer({ mount })
    const raw = openRaw(port)
    raw.send(withBody('POST /events', '"lost?"', [json, ...h2c]))
    const answer = await raw.response()
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body)).toMatchObject({
      detail: 'a request that asks to upgrade may have no body, got Upgrade: "h2c"',
      field: 'Upgrade',
    })
    expect(feed.head).toBe(0)
  })

  it('that was refused is closed even when its client never reads its end', async () => {
    const { port, app, url } = await startServer({ mount })
    const trailing = 'and more bytes that nobody asked for'
    const refused = [
      handshake('/nowhere') + trailing,
      handshake('/websocket', ['Sec-WebSocket-Version: 7']) + trailing,
      `garbage\r\n\r\n${trailing}`,
    ]
    for (const request of refused) {
      const raw = openRaw(port)
      raw.send(request)
      expect((await raw.response()).status).toBeGreaterThanOrEqual(400)
      expect((await raw.rest()).length).toBe(0)
    }
    await fetch(new URL('health', url)).then(answer => answer.text())
    await expect.poll(() => openConnections(app), { timeout: 5_000 }).toBeLessThanOrEqual(1)
  })

  it.each([
    ['a body that is too long', 413, head('POST /events', [json, 'Content-Length: 4000000'])],
    ['a body of another type', 415, head('POST /events', ['Content-Length: 4000000'])],
    ['a body on a path that is none', 404, head('PUT /nowhere', ['Content-Length: 4000000'])],
    ['garbage', 400, 'garbage\r\n\r\n'],
    ['a head that is too long', 431, `GET /polling HTTP/1.1\r\nCookie: ${'x'.repeat(20_000)}`],
    ['an upgrade on a path that is none', 404, handshake('/nowhere')],
    ['an upgrade to another version', 426, handshake('/websocket', ['Sec-WebSocket-Version: 7'])],
  ])('that goes on sending %s reads its %i, and is not reset', async (_name, status, start) => {
    const { port, app } = await startServer({ mount })
    const accepted = once(app.server, 'connection')
    const raw = openRaw(port)
    raw.pause()
    raw.send(start)
    const [held] = await accepted
    await expect.poll(() => held.bytesWritten).toBeGreaterThan(0)
    for (let round = 0; round < 400; round += 1) {
      raw.send('x'.repeat(10_000))
      await new Promise(resolve => setImmediate(resolve))
    }
    raw.resume()
    expect((await raw.response()).status).toBe(status)
    await raw.close()
  })

  it('of HTTP/1.0 gets a stream without chunks, which ends with the connection', async () => {
    const { port, feed, app } = await startServer({ mount })
    const raw = openRaw(port)
    raw.send(`GET /streaming?since=${feed.cursorAt(0)} HTTP/1.0\r\n\r\n`)
    const { headers } = await raw.head()
    expect(headers).not.toHaveProperty('transfer-encoding')
    feed.append({ data: 1 })
    await raw.upTo('"data":1}\n')
    await app.end()
    expect((await raw.rest()).length).toBe(0)
  })

  it('of garbage, of every length, harms nobody', async () => {
    const server = await startServer({ mount })
    const bystander = openReader('sse', server.url)
    await bystander.opening()
    const request = handshake(`/websocket?since=${server.feed.cursorAt(0)}`)
    for (let cut = 1; cut < request.length; cut += 7) {
      const raw = openRaw(server.port)
      raw.send(request.slice(0, cut))
      raw.end()
      await raw.rest()
    }
    for (const bytes of [
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'CONNECT lab:80 HTTP/1.1\r\nHost: lab\r\n\r\n',
    ]) {
      const raw = openRaw(server.port)
      raw.send(bytes)
      raw.end()
      await raw.rest()
    }
    server.feed.append({ data: 'undisturbed' })
    expect(await bystander.data(1)).toEqual(['undisturbed'])
  })
})

async function subscribers(url: URL, transport: string): Promise<number> {
  return (await (await fetch(new URL('health', url))).json()).subscribers[transport]
}

function openConnections({ server }: TestServer['app']): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
}

import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import type { FeedMessage, Gap } from '../../server/protocol.ts'
import { createNodeEnvironment } from '../node.ts'
import {
  deferred,
  drain,
  type Script,
  type ScriptedServer,
  startScriptedServer,
  take,
} from '../test/scripted-server.ts'
import type { TransportOptions } from '../transport.ts'
import { transports } from '../transports.ts'

/** One open session, seen from the server. */
interface Peer {
  readonly target: string
  send(...messages: FeedMessage[]): void
  /** Sends all but the last bytes of a record, and destroys the connection. */
  cut(message: FeedMessage): void
  end(): void
  /** Sends one byte a turn of the event loop. */
  trickle(...messages: FeedMessage[]): Promise<void>
}

const record = { id: 'e.2', at: 2, data: { text: '지진 🌋' } }
const gap: Gap = { reason: 'evicted', lost: 3, cursor: 'e.1' }

function lineOf(message: FeedMessage): string {
  return `${JSON.stringify(message)}\n`
}

function eventOf(message: FeedMessage): string {
  if ('cursor' in message) return `id: ${message.cursor}\n\n`
  const data = `data: ${JSON.stringify(message)}\n\n`
  if ('gap' in message) return `event: gap\nid: ${message.gap.cursor}\n${data}`
  if ('heartbeat' in message) return `event: heartbeat\nid: ${message.heartbeat}\n${data}`
  return 'id' in message ? `id: ${message.id}\n${data}` : data
}

function frameOf(message: FeedMessage): Buffer {
  const payload = Buffer.from(JSON.stringify(message))
  return Buffer.concat([Buffer.from([0x81, payload.length]), payload])
}

function bytePeer(
  target: string,
  socket: Duplex,
  bytesOf: (m: FeedMessage) => Buffer,
  end: () => void,
): Peer {
  return {
    target,
    end,
    send: (...messages) => socket.write(Buffer.concat(messages.map(bytesOf))),
    cut: message => socket.write(bytesOf(message).subarray(0, -4), () => socket.destroy()),
    async trickle(...messages) {
      for (const byte of Buffer.concat(messages.map(bytesOf))) {
        socket.write(Buffer.of(byte))
        await new Promise(done => setImmediate(done))
      }
    },
  }
}

function chunked(contentType: string, render: (m: FeedMessage) => string) {
  const chunkOf = (message: FeedMessage) => {
    const body = render(message)
    return Buffer.from(`${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`)
  }
  return (onPeer: (peer: Peer) => void): Script => ({
    request(request, response) {
      response.writeHead(200, { 'Content-Type': contentType }).flushHeaders()
      onPeer(bytePeer(request.url!, response.socket!, chunkOf, () => response.end()))
    },
  })
}

const scripts: Record<'streaming' | 'sse' | 'websocket', (onPeer: (peer: Peer) => void) => Script> = {
  streaming: chunked('application/x-ndjson', lineOf),
  sse: chunked('text/event-stream', eventOf),
  websocket: onPeer => ({
    upgrade: (channel, socket, request) =>
      onPeer(bytePeer(request.url!, socket, frameOf, () => channel.close(1_000))),
  }),
}

describe.each(['streaming', 'sse', 'websocket'] as const)('%s', name => {
  const environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal' })
  let server: ScriptedServer | undefined
  afterEach(async () => {
    await server?.close()
    server = undefined
  })

  async function open(onPeer: (peer: Peer) => void, more: Partial<TransportOptions> = {}) {
    const running = await startScriptedServer(scripts[name](onPeer))
    server = running
    const signal = new AbortController().signal
    return { running, deliveries: transports[name]({ url: running.url, signal, environment, ...more }) }
  }

  it('delivers its opening, events, gaps and heartbeats in order', async () => {
    const { deliveries } = await open(peer =>
      peer.send({ cursor: 'e.0' }, { gap }, record, { heartbeat: 'e.3' }),
    )
    expect(await take(deliveries, 4)).toEqual([
      { type: 'open', cursor: 'e.0' },
      { type: 'gap', cursor: 'e.1', gap },
      { type: 'event', cursor: 'e.2', record },
      { type: 'alive', cursor: 'e.3', empty: false },
    ])
  })

  it('asks for what is after its cursor and for its topic', async () => {
    const { running, deliveries } = await open(peer => peer.send({ cursor: 'e.7' }), {
      since: 'e.7',
      topic: 'a b',
    })
    await take(deliveries, 1)
    expect(running.targets).toEqual([`/${name}?since=e.7&topic=a+b`])
  })

  it('reads a feed that comes byte by byte, cut inside characters', async () => {
    const { deliveries } = await open(peer => peer.trickle({ cursor: 'e.0' }, record, { heartbeat: 'e.3' }))
    expect(await take(deliveries, 3)).toEqual([
      { type: 'open', cursor: 'e.0' },
      { type: 'event', cursor: 'e.2', record },
      { type: 'alive', cursor: 'e.3', empty: false },
    ])
  })

  it('breaks with closed, to be retried, when the server ends it in order', async () => {
    const { deliveries } = await open(peer => {
      peer.send({ cursor: 'e.0' }, record)
      peer.end()
    })
    const { items, error } = await drain(deliveries)
    expect(items.map(item => item.cursor)).toEqual(['e.0', 'e.2'])
    expect(error).toMatchObject({ name: 'TransportError', code: 'closed', retryable: true })
  })

  it('breaks with network, to be retried, when it is cut inside a record, and delivers what was whole', async () => {
    const { deliveries } = await open(peer => {
      peer.send({ cursor: 'e.0' }, record)
      peer.cut({ ...record, id: 'e.3' })
    })
    const { items, error } = await drain(deliveries)
    expect(items.map(item => item.cursor)).toEqual(['e.0', 'e.2'])
    expect(error).toMatchObject({ name: 'TransportError', code: 'network', retryable: true })
  })

  it('breaks with protocol, not to be retried, on a message that it does not know', async () => {
    const { deliveries } = await open(peer => peer.send({ cursor: 'e.0' }, { novel: 1 } as never))
    const { error } = await drain(deliveries)
    expect(error).toMatchObject({ code: 'protocol', retryable: false })
    expect(String(error)).toContain('{\\"novel\\":1}')
  })

  it('breaks with the code and detail of a problem', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'no such thing',
      field: 'since',
    }
    const { deliveries } = await open(peer => peer.send({ problem } as never))
    const { error } = await drain(deliveries)
    expect(error).toMatchObject({ code: 'refused', status: 400, retryable: false })
    expect(String(error)).toContain('no such thing (since)')
  })

  it('ends without an error and closes its connection when it is aborted between messages', async () => {
    const abort = new AbortController()
    const { running, deliveries } = await open(peer => peer.send({ cursor: 'e.0' }), { signal: abort.signal })
    const seen: string[] = []
    for await (const { cursor } of deliveries) {
      seen.push(cursor)
      queueMicrotask(() => abort.abort())
    }
    expect(seen).toEqual(['e.0'])
    await running.allClosed()
  })

  it('delivers nothing more once it is aborted, though messages wait', async () => {
    const abort = new AbortController()
    const { running, deliveries } = await open(peer => peer.send({ cursor: 'e.0' }, record), {
      signal: abort.signal,
    })
    const seen: string[] = []
    for await (const { cursor } of deliveries) {
      seen.push(cursor)
      abort.abort()
    }
    expect(seen).toEqual(['e.0'])
    await running.allClosed()
  })

  it('closes its connection when its reader leaves', async () => {
    const { running, deliveries } = await open(peer => peer.send({ cursor: 'e.0' }))
    await take(deliveries, 1)
    await running.allClosed()
  })

  it('ends without an error when it is aborted before the server answers', async () => {
    const abort = new AbortController()
    server = await startScriptedServer({ request: () => abort.abort(), refuse: () => abort.abort() })
    const deliveries = transports[name]({ url: server.url, signal: abort.signal, environment })
    expect(await drain(deliveries)).toEqual({ items: [], error: undefined })
    await server.allClosed()
  })

  it('sends nothing when it is aborted before it starts', async () => {
    const { running, deliveries } = await open(() => undefined, { signal: AbortSignal.abort() })
    expect(await drain(deliveries)).toEqual({ items: [], error: undefined })
    expect(running.connections()).toBe(0)
  })

  it('breaks with network when nobody listens', async () => {
    const gone = await startScriptedServer({})
    await gone.close()
    const signal = new AbortController().signal
    const { error } = await drain(transports[name]({ url: gone.url, signal, environment }))
    expect(error).toMatchObject({ code: 'network', retryable: true, cause: { code: 'ECONNREFUSED' } })
  })

  it('breaks with busy and the time of Retry-After on a 503', async () => {
    const body = '{"detail":"at the limit"}'
    const head = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\n'
    const answer = `${head}Content-Length: ${body.length}\r\n\r\n${body}`
    server = await startScriptedServer({
      request: request => request.socket.end(answer),
      refuse: socket => socket.end(answer),
    })
    const signal = new AbortController().signal
    const { error } = await drain(transports[name]({ url: server.url, signal, environment }))
    expect(error).toMatchObject({ code: 'busy', status: 503, retryAfterMs: 2_000, retryable: true })
    expect(String(error)).toContain('at the limit')
    await server.allClosed()
  })
})

describe('websocket', () => {
  it.each([
    [1_001, 'closed'],
    [1_008, 'refused'],
    [1_013, 'busy'],
  ] as const)('breaks on close code %d with %s and the reason', async (status, code) => {
    const server = await startScriptedServer({ upgrade: channel => channel.close(status, 'for a reason') })
    const environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal' })
    const signal = new AbortController().signal
    const { error } = await drain(transports.websocket({ url: server.url, signal, environment }))
    expect(error).toMatchObject({ code, status })
    expect(String(error)).toContain('for a reason')
    await server.close()
  })

  it('ends with its abort though the server does not answer the closing handshake', async () => {
    const abort = new AbortController()
    const server = await startScriptedServer({
      upgrade(channel) {
        channel.send('{"cursor":"e.0"}')
        channel.pause()
      },
    })
    const sockets: Socket[] = []
    const environment = createNodeEnvironment({
      keepAlive: true,
      heads: 'minimal',
      connect(options) {
        const socket = createConnection(options)
        sockets.push(socket)
        return socket
      },
    })
    const deliveries = transports.websocket({ url: server.url, signal: abort.signal, environment })
    for await (const _ of deliveries) queueMicrotask(() => abort.abort())
    expect(sockets.map(socket => socket.destroyed)).toEqual([false])
    await server.close()
  })

  it('answers an abort with the closing handshake', async () => {
    const abort = new AbortController()
    const closed = deferred<unknown[]>()
    const server = await startScriptedServer({
      upgrade(channel) {
        once(channel, 'close').then(closed.resolve)
        channel.send('{"cursor":"e.0"}')
      },
    })
    const environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal' })
    for await (const _ of transports.websocket({ url: server.url, signal: abort.signal, environment }))
      abort.abort()
    expect((await closed.promise)[0]).toBe(1_000)
    await server.close()
  })
})

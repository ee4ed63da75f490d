import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createBrowserEnvironment, type Web } from './browser.ts'
import { deferred, drain, type ScriptedServer, startScriptedServer, take } from './test/scripted-server.ts'
import type { TransportOptions } from './transport.ts'
import { transports } from './transports.ts'

/** An EventSource that the test speaks for. */
class ScriptedEventSource extends EventTarget {
  static opened: ScriptedEventSource[] = []
  static onOpen: (source: ScriptedEventSource) => void = () => undefined
  readonly url: string
  closed = false

  constructor(url: URL) {
    super()
    this.url = `${url.pathname}${url.search}`
    ScriptedEventSource.opened.push(this)
    setImmediate(() => ScriptedEventSource.onOpen(this))
  }

  tell(type: string, lastEventId: string, message: unknown): void {
    this.dispatchEvent(new MessageEvent(type, { lastEventId, data: JSON.stringify(message) }))
  }

  close(): void {
    this.closed = true
  }
}

/** As a page's does, it does not throw where nobody listens for its errors. */
class PageWebSocket extends WebSocket {
  constructor(url: URL, protocol: string) {
    super(url, protocol)
    this.on('error', () => undefined)
  }
}

const web = { fetch, WebSocket: PageWebSocket, EventSource: ScriptedEventSource } as unknown as Web
const environment = createBrowserEnvironment(web)
const record = (id: string) => ({ id, at: 1, data: '지진' })
let server: ScriptedServer
afterEach(async () => {
  ScriptedEventSource.opened = []
  await server.close()
})

function options(more: Partial<TransportOptions> = {}): TransportOptions {
  return { url: server.url, signal: new AbortController().signal, environment, ...more }
}

describe('sse in a page', () => {
  it('asks where the feed stands before it opens its EventSource there', async () => {
    server = await startScriptedServer({
      request: (_, response) => response.end('{"cursor":"e.4","events":[]}'),
    })
    ScriptedEventSource.onOpen = source => {
      source.dispatchEvent(new Event('open'))
      source.tell('message', 'e.5', record('e.5'))
    }
    const deliveries = await take(transports.sse(options({ topic: 't' })), 2)
    expect(deliveries).toEqual([
      { type: 'open', cursor: 'e.4' },
      { type: 'event', cursor: 'e.5', record: record('e.5') },
    ])
    expect(server.targets).toEqual(['/polling?topic=t'])
    expect(ScriptedEventSource.opened).toMatchObject([{ url: '/sse?topic=t&since=e.4', closed: true }])
  })

  it('keeps the query of its base in both requests', async () => {
    server = await startScriptedServer({
      request: (_, response) => response.end('{"cursor":"e.4","events":[]}'),
    })
    ScriptedEventSource.onOpen = source => source.dispatchEvent(new Event('open'))
    await take(transports.sse(options({ url: new URL('?tab=3', server.url) })), 1)
    expect(server.targets).toEqual(['/polling?tab=3'])
    expect(ScriptedEventSource.opened[0]!.url).toBe('/sse?tab=3&since=e.4')
  })

  it('goes on from its cursor and hears gaps and heartbeats', async () => {
    server = await startScriptedServer({})
    const gap = { reason: 'evicted', lost: 2, cursor: 'e.9' }
    ScriptedEventSource.onOpen = source => {
      source.dispatchEvent(new Event('open'))
      source.tell('gap', 'e.9', { gap })
      source.tell('heartbeat', 'e.9', { heartbeat: 'e.9' })
    }
    expect(await take(transports.sse(options({ since: 'e.7' })), 3)).toEqual([
      { type: 'open', cursor: 'e.7' },
      { type: 'gap', cursor: 'e.9', gap },
      { type: 'alive', cursor: 'e.9', empty: false },
    ])
    expect(ScriptedEventSource.opened[0]!.url).toBe('/sse?since=e.7')
    expect(server.targets).toEqual([])
  })

  it('closes its EventSource on an error, before it tries again by itself', async () => {
    server = await startScriptedServer({})
    let closedAtOnce = false
    ScriptedEventSource.onOpen = source => {
      source.dispatchEvent(new Event('open'))
      source.dispatchEvent(new Event('error'))
      closedAtOnce = source.closed
    }
    const { error } = await drain(transports.sse(options({ since: 'e.7' })))
    expect(error).toMatchObject({ code: 'network', retryable: true })
    expect(closedAtOnce).toBe(true)
  })

  it('closes its EventSource on an abort', async () => {
    server = await startScriptedServer({})
    const abort = new AbortController()
    ScriptedEventSource.onOpen = () => abort.abort()
    const read = await drain(transports.sse(options({ since: 'e.7', signal: abort.signal })))
    expect(read).toEqual({ items: [], error: undefined })
    expect(ScriptedEventSource.opened).toMatchObject([{ closed: true }])
  })
})

describe('requests in a page', () => {
  it('stream across a character that is cut, and break with network when they are cut', async () => {
    const line = Buffer.from('{"cursor":"e.0"}\n{"id":"e.1","at":1,"data":"지진"}\n')
    const middle = line.indexOf('진') + 1
    const begun = deferred()
    server = await startScriptedServer({
      async request(_, response) {
        response.write(line.subarray(0, middle))
        await begun.promise
        response.write(line.subarray(middle), () => response.socket?.destroy())
      },
    })
    const deliveries = transports.streaming(options())[Symbol.asyncIterator]()
    expect((await deliveries.next()).value).toEqual({ type: 'open', cursor: 'e.0' })
    begun.resolve()
    expect((await deliveries.next()).value).toEqual({ type: 'event', cursor: 'e.1', record: record('e.1') })
    await expect(deliveries.next()).rejects.toMatchObject({ code: 'network', retryable: true })
  })

  it('close when the reader of a body leaves', async () => {
    const closed = deferred()
    server = await startScriptedServer({
      request(_, response) {
        response.on('close', closed.resolve)
        response.write('some')
      },
    })
    const { signal } = new AbortController()
    const answer = await environment.request(server.url, { method: 'GET', signal })
    expect(await take(answer.chunks(), 1)).toEqual(['some'])
    await closed.promise
  })

  it('end without an error on an abort before the answer, and close', async () => {
    const abort = new AbortController()
    const closed = deferred()
    server = await startScriptedServer({
      request(_, response) {
        response.on('close', closed.resolve)
        abort.abort()
      },
    })
    const read = await drain(transports.streaming(options({ signal: abort.signal })))
    expect(read).toEqual({ items: [], error: undefined })
    await closed.promise
  })

  it.each(['is aborted', 'loses its reader'] as const)('close when the body %s', async ending => {
    const abort = new AbortController()
    const closed = deferred()
    server = await startScriptedServer({
      request(_, response) {
        response.on('close', closed.resolve)
        response.write('{"cursor":"e.0"}\n')
      },
    })
    const cursors: string[] = []
    for await (const { cursor } of transports.streaming(options({ signal: abort.signal }))) {
      cursors.push(cursor)
      if (ending === 'loses its reader') break
      setImmediate(() => abort.abort())
    }
    expect(cursors).toEqual(['e.0'])
    await closed.promise
  })

  it('break with network when nobody listens', async () => {
    server = await startScriptedServer({})
    const { url } = server
    await server.close()
    const { error } = await drain(transports.polling(options({ url })))
    expect(error).toMatchObject({ code: 'network', retryable: true })
    server = await startScriptedServer({})
  })
})

describe('a WebSocket in a page', () => {
  it('reads its messages and says its close code', async () => {
    server = await startScriptedServer({
      upgrade(channel) {
        channel.send('{"cursor":"e.0"}')
        channel.close(1_001, 'restart')
      },
    })
    const { items, error } = await drain(transports.websocket(options({ since: 'e.0' })))
    expect(items).toEqual([{ type: 'open', cursor: 'e.0' }])
    expect(error).toMatchObject({ code: 'closed', status: 1_001 })
    expect(server.targets).toEqual(['/websocket?since=e.0'])
  })

  it('breaks with network when its handshake is refused', async () => {
    server = await startScriptedServer({
      refuse: socket => socket.end('HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n'),
    })
    const { error } = await drain(transports.websocket(options()))
    expect(error).toMatchObject({ code: 'network', retryable: true })
  })

  it.each(['before', 'after'] as const)('closes on an abort %s it is open', async when => {
    const abort = new AbortController()
    server = await startScriptedServer({
      ...(when === 'before' && { refuse: () => abort.abort() }),
      upgrade: channel => channel.send('{"cursor":"e.0"}', () => setImmediate(() => abort.abort())),
    })
    const { error } = await drain(transports.websocket(options({ signal: abort.signal })))
    expect(error).toBeUndefined()
    await server.allClosed()
  })
})

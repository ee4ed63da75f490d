import { once } from 'node:events'
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createNodeEnvironment } from './node.ts'
import { type ScriptedServer, startScriptedServer, take } from './test/scripted-server.ts'
import { TransportError } from './transport.ts'
import { transports } from './transports.ts'

const { signal } = new AbortController()

/** The first head that a client sends, as it is on the wire. */
async function headOf(send: (url: URL) => Promise<unknown>): Promise<{ head: string; port: number }> {
  const server: Server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const sent = send(new URL(`http://127.0.0.1:${port}/`)).catch((error: unknown) => error)
  const [socket] = (await once(server, 'connection')) as [Socket]
  const [bytes] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  server.close()
  expect(await sent).toBeInstanceOf(TransportError)
  return { head: bytes.toString('latin1'), port }
}

describe('the heads of a Node client', () => {
  const minimal = createNodeEnvironment({ keepAlive: true, heads: 'minimal' })
  const chrome = createNodeEnvironment({ keepAlive: true, heads: 'chrome' })
  const get = { method: 'GET', signal } as const
  const stream = { lastEventId: 'e.1', signal }

  it('are Host and Connection alone where they are minimal', async () => {
    const { head, port } = await headOf(url => minimal.request(new URL('polling', url), get))
    expect(head).toBe(`GET /polling HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: keep-alive\r\n\r\n`)
  })

  it('are as few for an event stream', async () => {
    const { head, port } = await headOf(url => take(minimal.openEventStream(new URL('sse', url), stream), 1))
    expect(head).toBe(`GET /sse HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: keep-alive\r\n\r\n`)
  })

  it('say close where no connection is kept', async () => {
    const closing = createNodeEnvironment({ keepAlive: false, heads: 'minimal' })
    const { head, port } = await headOf(url => closing.request(url, get))
    expect(head).toBe(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)
  })

  it('have what RFC 6455 asks for and no more in a minimal opening handshake', async () => {
    const { head } = await headOf(url => minimal.openWebSocket(new URL('websocket', url), 'feed.v1', signal))
    const names = head
      .split('\r\n')
      .slice(1, -2)
      .map(field => field.split(':')[0]!)
    expect(names.sort()).toEqual([
      'Connection',
      'Host',
      'Sec-WebSocket-Key',
      'Sec-WebSocket-Protocol',
      'Sec-WebSocket-Version',
      'Upgrade',
    ])
  })

  it('are those of a page of the same origin where they are Chrome’s', async () => {
    const { head, port } = await headOf(url => chrome.request(new URL('polling', url), get))
    expect(head.split('\r\n')).toEqual([
      'GET /polling HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Connection: keep-alive',
      'sec-ch-ua-platform: "Linux"',
      'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      'sec-ch-ua: "Not:A-Brand";v="8", "Chromium";v="156", "Google Chrome";v="156"',
      'sec-ch-ua-mobile: ?0',
      'Accept: */*',
      'Sec-Fetch-Site: same-origin',
      'Sec-Fetch-Mode: cors',
      'Sec-Fetch-Dest: empty',
      `Referer: http://127.0.0.1:${port}/`,
      'Accept-Encoding: gzip, deflate, br, zstd',
      'Accept-Language: en-US,en;q=0.9',
      '',
      '',
    ])
  })

  it('ask for an event stream and for a WebSocket as Chrome does', async () => {
    const { head } = await headOf(url => take(chrome.openEventStream(new URL('sse', url), stream), 1))
    expect(head).toContain('\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n')
    expect(head).toContain('\r\nAccept: text/event-stream\r\n')
    const handshake = await headOf(url => chrome.openWebSocket(new URL('websocket', url), 'feed.v1', signal))
    expect(handshake.head).toContain(`\r\nOrigin: http://127.0.0.1:${handshake.port}\r\n`)
    expect(handshake.head).toContain(
      '\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n',
    )
    expect(handshake.head).not.toContain('sec-ch-ua')
  })
})

describe('the connections of a Node client', () => {
  let server: ScriptedServer
  afterEach(() => server.close())

  it('are all opened by the function that it was given, without Nagle’s delay', async () => {
    const opened: { socket: Socket; noDelay: boolean[] }[] = []
    const connect = (options: Parameters<typeof createConnection>[0]) => {
      const socket = createConnection(options as never)
      const noDelay: boolean[] = []
      const setNoDelay = socket.setNoDelay.bind(socket)
      socket.setNoDelay = on => {
        noDelay.push(on ?? true)
        return setNoDelay(on)
      }
      opened.push({ socket, noDelay })
      return socket
    }
    const environment = createNodeEnvironment({
      connect: connect as never,
      keepAlive: true,
      heads: 'minimal',
    })
    server = await startScriptedServer({
      request: (_, response) => response.end('{"cursor":"e.0"}\nid: e.0\n\n'),
      upgrade: channel => channel.send('{"cursor":"e.0"}'),
    })
    await take(transports.websocket({ url: server.url, signal, environment }), 1)
    await take(transports.streaming({ url: server.url, signal, environment }), 1)
    await take(transports.polling({ url: server.url, signal, environment, since: 'e.0' }), 1)
    expect(opened.length).toBe(server.connections())
    expect(opened.length).toBeGreaterThanOrEqual(2)
    for (const { noDelay } of opened) expect(noDelay).toContain(true)
  })

  it.each([
    [true, 1],
    [false, 3],
  ])('with keepAlive %s are %d for three requests', async (keepAlive, connections) => {
    const environment = createNodeEnvironment({ keepAlive, heads: 'minimal' })
    server = await startScriptedServer({ request: (_, response) => response.end('x') })
    for (let sent = 0; sent < 3; sent += 1) {
      const answer = await environment.request(server.url, { method: 'GET', signal })
      expect(await answer.text()).toBe('x')
    }
    expect(server.connections()).toBe(connections)
    environment.close()
    await server.allClosed()
  })

  it('are closed when the reader of a body leaves before its end', async () => {
    const environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal' })
    server = await startScriptedServer({ request: (_, response) => response.write('some') })
    const answer = await environment.request(server.url, { method: 'GET', signal })
    expect(await take(answer.chunks(), 1)).toEqual(['some'])
    await server.allClosed()
  })

  it('are kept when a 204 has no body to read', async () => {
    const environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal' })
    server = await startScriptedServer({ request: (_, response) => response.writeHead(204).end() })
    for (let sent = 0; sent < 3; sent += 1)
      await (await environment.request(server.url, { method: 'GET', signal })).text()
    expect(server.connections()).toBe(1)
    environment.close()
    await server.allClosed()
  })
})

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { monotonicMs } from '../../server/sources/clock.ts'
import { createLink, type Link, type LinkOptions } from './link.ts'

const ending: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

/** A server of one's own behaviour, which the test's end ends. */
async function serve(onSocket: (socket: Socket) => void): Promise<Server> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    onSocket(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  ending.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return server
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function linkTo(port: number, options: Partial<LinkOptions> = {}): Promise<Link> {
  const { signal } = new AbortController()
  const link = await createLink({ to: { host: '127.0.0.1', port }, seed: 1, signal, ...options })
  ending.push(link.close)
  return link
}

function clientOf({ port }: Link): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
  socket.on('error', () => {})
  ending.push(() => socket.destroy())
  return socket
}

/** The next connection that a server accepts. */
const accepted = async (server: Server): Promise<Socket> => (await once(server, 'connection'))[0] as Socket
const data = async (socket: Socket): Promise<string> => String((await once(socket, 'data'))[0])
/** All bytes until the FIN; unlike Node's own consumer, it leaves the other direction open. */
async function buffer(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = []
  socket.on('data', part => parts.push(part))
  await once(socket, 'end')
  return Buffer.concat(parts)
}
const failure = (socket: Socket) =>
  new Promise<NodeJS.ErrnoException>(resolve => socket.once('error', resolve))

/** A client, its server's end and the link, with one exchange behind them. */
async function connected(options: Partial<LinkOptions> = {}) {
  const server = await serve(() => {})
  const link = await linkTo(portOf(server), options)
  const client = clientOf(link)
  client.write('a')
  const far = await accepted(server)
  await data(far)
  return { server, link, client, far }
}

describe('a link', () => {
  it('carries random bytes in random chunks both ways, whole and in order', async () => {
    const echo = await serve(socket => socket.pipe(socket))
    const link = await linkTo(portOf(echo), { rttMs: 2, jitterMs: 3, bufferBytes: 4_096 })
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 20_000 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(chunks, async parts => {
        const client = clientOf(link)
        const back = buffer(client)
        for (const part of parts) {
          client.write(part)
          await turn()
        }
        client.end()
        expect((await back).equals(Buffer.concat(parts))).toBe(true)
      }),
      { numRuns: 15 },
    )
  })

  it('releases nothing early: first bytes a round trip and a half after the connect, others after half', async () => {
    const server = await serve(() => {})
    const link = await linkTo(portOf(server), { rttMs: 30 })
    const startMs = monotonicMs()
    const client = clientOf(link)
    client.write('first')
    const far = await accepted(server)
    expect(monotonicMs() - startMs).toBeGreaterThanOrEqual(15)
    await data(far)
    expect(monotonicMs() - startMs).toBeGreaterThanOrEqual(45)
    for (const [from, to] of [
      [far, client],
      [client, far],
    ] as const) {
      const sentMs = monotonicMs()
      from.write('x')
      await data(to)
      expect(monotonicMs() - sentMs).toBeGreaterThanOrEqual(15)
    }
    const { askedMs, achievedMs, ...counts } = link.report()
    expect(askedMs).toBe(15)
    expect(achievedMs.count).toBe(3)
    expect(achievedMs.min).toBeGreaterThanOrEqual(15)
    expect(counts).toEqual({ connections: { opened: 1, open: 1 }, bytesUp: 6, bytesDown: 1 })
  })

  it('bounds what it holds for a slow reader, and gives all of it in the end', async () => {
    const bufferBytes = 65_536
    const { link, client, far } = await connected({ bufferBytes, rttMs: 2 })
    far.removeAllListeners('data').pause()
    const sent = Buffer.alloc(32 * 1_048_576, 'abcdefg')
    client.end(sent)
    while (link.heldBytes() < bufferBytes) await turn()
    let mostBytes = 0
    let watching = true
    const watch = (async () => {
      while (watching) {
        mostBytes = Math.max(mostBytes, link.heldBytes())
        await turn()
      }
    })()
    const received = await buffer(far.resume())
    watching = false
    await watch
    expect(received.equals(sent)).toBe(true)
    expect(mostBytes).toBeGreaterThan(0)
    expect(mostBytes).toBeLessThanOrEqual(bufferBytes + 65_536)
    expect(link.heldBytes()).toBe(0)
  })

  it.each(['client', 'far'] as const)(
    'carries the FIN of one end (%s) and leaves the other way open',
    async end => {
      const { link, ...ends } = await connected({ rttMs: 10, jitterMs: 5 })
      const [first, second] = end === 'client' ? [ends.client, ends.far] : [ends.far, ends.client]
      const received = buffer(second)
      first.write('question')
      first.end('!')
      expect(String(await received)).toBe('question!')
      const answer = buffer(first)
      second.write('answer')
      await turn()
      second.end('.')
      expect(String(await answer)).toBe('answer.')
      while (link.report().connections.open > 0) await turn()
    },
  )

  it('carries a reset, either way, and after a FIN too', async () => {
    const fromServer = await connected({ rttMs: 4 })
    const failed = failure(fromServer.client)
    fromServer.far.resetAndDestroy()
    expect((await failed).code).toBe('ECONNRESET')

    const fromClient = await connected({ rttMs: 4 })
    const farFailed = failure(fromClient.far)
    fromClient.client.resetAndDestroy()
    expect((await farFailed).code).toBe('ECONNRESET')

    const gone = await connected({ rttMs: 4 })
    const streamFailed = failure(gone.far)
    gone.client.destroy()
    await once(gone.far, 'end')
    const writing = setInterval(() => gone.far.write('event'), 1)
    expect(['ECONNRESET', 'EPIPE']).toContain((await streamFailed).code)
    clearInterval(writing)
  })

  it('carries a reset past a reader that takes nothing', async () => {
    const { link, client, far } = await connected({ bufferBytes: 65_536 })
    far.removeAllListeners('data').pause()
    client.write(Buffer.alloc(32 * 1_048_576))
    while (link.heldBytes() < 65_536) await turn()
    const failed = failure(client)
    link.resetAll()
    expect((await failed).code).toBe('ECONNRESET')
    while (link.report().connections.open > 0) await turn()
    expect(link.heldBytes()).toBe(0)
  })

  it('resets a client whose server refuses, when the answer could be there', async () => {
    const server = await serve(() => {})
    const port = portOf(server)
    await new Promise(resolve => server.close(resolve))
    const link = await linkTo(port, { rttMs: 20 })
    const startMs = monotonicMs()
    expect((await failure(clientOf(link))).code).toBe('ECONNRESET')
    expect(monotonicMs() - startMs).toBeGreaterThanOrEqual(20)
  })
})

describe('a fault on a link', () => {
  it('black hole: nothing passes, nothing closes; afterwards the losers are reset and others served', async () => {
    const { server, link, client, far } = await connected()
    let heard = ''
    for (const socket of [client, far]) socket.on('data', bytes => (heard += bytes))
    link.set({ blackHole: true })
    client.write('lost up')
    far.write('lost down')
    const unheard = clientOf(link)
    await once(unheard, 'connect')
    unheard.write('hello')
    while (link.report().connections.open < 2) await turn()
    const ends = [client, far, unheard].map(failure)
    // Another link's exchange takes longer than the bytes above would.
    await connected({ rttMs: 20 })
    expect(heard).toBe('')
    expect([client, far, unheard].map(socket => socket.destroyed)).toEqual([false, false, false])

    link.set({ blackHole: false })
    expect((await Promise.all(ends)).map(error => error.code)).toEqual(Array(3).fill('ECONNRESET'))
    const next = clientOf(link)
    next.write('found')
    expect(await data(await accepted(server))).toBe('found')
  })

  it('cutAll: both ends see a FIN, and what comes after goes nowhere', async () => {
    const { link, client, far } = await connected({ rttMs: 40 })
    const down = buffer(client)
    far.write('last')
    await turn()
    // The bytes above are on the way once the link has read them.
    while (link.heldBytes() === 0) await turn()
    const ended = once(far, 'end')
    far.resume()
    link.cutAll()
    expect(String(await down)).toBe('last')
    await ended
    client.end()
    far.end()
    while (link.report().connections.open > 0) await turn()
  })

  it('cut: ends what comes down at the byte', async () => {
    const server = await serve(socket => socket.end('0123456789'))
    const link = await linkTo(portOf(server), { cut: { afterDownBytes: 4 } })
    expect(String(await buffer(clientOf(link)))).toBe('0123')
  })

  it('reset: at the moment it names, from the next connection on', async () => {
    const { link, client } = await connected()
    link.set({ reset: { afterMs: 10 } })
    const openedMs = monotonicMs()
    expect((await failure(clientOf(link))).code).toBe('ECONNRESET')
    expect(monotonicMs() - openedMs).toBeGreaterThanOrEqual(10)
    expect(client.destroyed).toBe(false)
  })

  it('fates: each befalls a connection that opens after the one before has struck, and is told', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour'
    const server = await serve(socket => {
      socket.on('data', () => socket.write(answer))
      socket.on('end', () => socket.end())
    })
    const fates = [
      { how: 'cut', where: 'payload', unit: 1, share: 0 },
      { how: 'reset', where: 'connect', unit: 1, share: 0 },
    ] as const
    const link = await linkTo(portOf(server), { fates })
    const untouched = clientOf(link)
    untouched.end()
    await once(untouched.resume(), 'close')
    const cut = clientOf(link)
    cut.write('GET')
    expect(String(await buffer(cut))).toBe(answer.slice(0, -3))
    cut.end()
    expect((await failure(clientOf(link))).code).toBe('ECONNRESET')
    const spared = clientOf(link)
    spared.write('GET')
    expect(await data(spared)).toBe(answer)
    expect(link.takeStrikes().map(({ connection, how }) => [connection, how])).toEqual([
      [2, 'cut'],
      [3, 'reset'],
    ])
    expect(link.takeStrikes()).toEqual([])
  })

  it('proxy: holds a stream until it is switched off, and passes a whole response', async () => {
    const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
    const stream = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n'
    const { link, client, far } = await connected({ proxyHoldBytes: 8_192 })
    far.write(whole)
    expect(await data(client)).toBe(whole)
    far.write(stream)
    while (link.heldBytes() === 0) await turn()
    const came = data(client)
    link.set({ proxyHoldBytes: null })
    expect(await came).toBe(stream)
  })

  it('a shorter round trip lets nothing overtake what is on the way', async () => {
    const { link, client, far } = await connected({ rttMs: 40 })
    let heard = ''
    far.on('data', bytes => (heard += bytes))
    client.write('1')
    while (link.heldBytes() === 0) await turn()
    link.set({ rttMs: 0 })
    client.end('2')
    await once(far, 'end')
    expect(heard).toBe('12')
  })
})

describe('createLink', () => {
  it('refuses what cannot be, in one line', async () => {
    await expect(linkTo(1, { rttMs: -1 })).rejects.toThrow('rttMs must be a number from 0 to 60000, got -1')
    await expect(linkTo(1, { bufferBytes: 1_024, proxyHoldBytes: 600 })).rejects.toThrow(
      'proxyHoldBytes must be at most half of bufferBytes (512), got 600',
    )
    const { link } = await connected()
    expect(() => link.set({ stallShare: 2 })).toThrow('stallShare must be a number from 0 to 1, got 2')
    await expect(linkTo(1, { listenPort: link.port })).rejects.toThrow('EADDRINUSE')
    await expect(linkTo(1, { signal: AbortSignal.abort('before') })).rejects.toBe('before')
  })

  it('closes with its connections, by its leave or by an abort', async () => {
    const abort = new AbortController()
    const { link, client, far } = await connected({ signal: abort.signal })
    const gone = [client, far].map(socket => once(socket.resume(), 'end'))
    abort.abort()
    await Promise.all(gone)
    await link.close()
    expect((await failure(clientOf(link))).code).toBe('ECONNREFUSED')
  })
})

import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { closes } from '../wire/books.ts'
import { type ConnectionLedger, createConnectionLedger } from '../wire/connection.ts'
import { createSocketBook, type SocketBook } from './socket-book.ts'

const record = `{"id":"e.1","at":1517443200000000,"data":"${'x'.repeat(200)}"}`
const pollAnswer = `{"cursor":"e.1","events":[${record}]}`
const large = JSON.stringify('y'.repeat(65_536))

const answers: Readonly<
  Record<string, (request: http.IncomingMessage, response: http.ServerResponse) => void>
> = {
  '/polling': (_request, response) => response.setHeader('Content-Length', pollAnswer.length).end(pollAnswer),
  '/streaming': (_request, response) => {
    response.write('{"cursor":"e.0"}\n')
    response.write(`${record}\n`)
    response.end()
  },
  '/events': async (request, response) => {
    await request.resume().toArray()
    response.writeHead(201).end('{"id":"e.2"}')
  },
}

async function listen(): Promise<{ server: http.Server; port: number }> {
  const server = http.createServer((request, response) => answers[request.url!]!(request, response))
  const channels = new WebSocketServer({ server })
  channels.on('connection', channel => {
    channel.send('{"cursor":"e.0"}')
    channel.on('message', () => {
      // The ping goes first, so that its pong has left before the client, at the record, may close.
      channel.ping()
      channel.send(record)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

interface Ask {
  readonly path: string
  readonly agent?: http.Agent
  readonly sent?: string
}

let server: http.Server
let port: number

beforeEach(async () => {
  ;({ server, port } = await listen())
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

async function ask(book: SocketBook, { path, agent, sent }: Ask): Promise<number> {
  const method = sent === undefined ? 'GET' : 'POST'
  const how = agent === undefined ? { createConnection: book.open } : { agent }
  const request = http.request({ host: '127.0.0.1', port, path, method, ...how })
  request.end(sent)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const body = Buffer.concat(await response.toArray())
  return body.length
}

async function keepAlivePolls(book: SocketBook, times: number): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  Object.assign(agent, { createConnection: book.open })
  for (let index = 0; index < times; index += 1) await ask(book, { path: '/polling', agent })
  agent.destroy()
}

/** Publishes over a WebSocket, one message after the other's answer, and closes cleanly. */
async function publish(book: SocketBook, values: readonly string[]): Promise<void> {
  const channel = new WebSocket(`ws://127.0.0.1:${port}/websocket`, {
    createConnection: book.open as never,
    perMessageDeflate: false,
  })
  await once(channel, 'message')
  for (const value of values) {
    channel.send(`{"publish":${value}}`)
    await once(channel, 'message')
  }
  channel.close(1000)
  await once(channel, 'close')
}

const closed = (book: SocketBook): Promise<void> => book.allClosed(AbortSignal.timeout(5_000))

describe('a socket book', () => {
  it('agrees with the socket over polls on one kept connection', async () => {
    const book = createSocketBook()
    await keepAlivePolls(book, 3)
    await closed(book)
    expect(book.verify()).toEqual([])
    expect(book.opened).toBe(1)
    expect(book.books().down.payload).toBe(3 * record.length)
    expect(book.books().down.envelope).toBe(3 * (pollAnswer.length - record.length))
  })

  it('agrees with the socket over a stream in chunks', async () => {
    const book = createSocketBook()
    expect(await ask(book, { path: '/streaming' })).toBe(17 + record.length + 1)
    await closed(book)
    expect(book.verify()).toEqual([])
    const { down } = book.books()
    expect(down).toMatchObject({ payload: record.length, envelope: 18 })
    // 11 CRLF; f6 CRLF with its data's line end; then 0 and the blank line.
    expect(down.framing).toBe(6 + 6 + 5)
  })

  it('agrees with the socket over a publication of 64 KiB', async () => {
    const book = createSocketBook()
    await ask(book, { path: '/events', sent: large })
    await closed(book)
    expect(book.verify()).toEqual([])
    expect(book.books().up).toMatchObject({ payload: large.length, envelope: 0 })
  })

  it('agrees with the socket over a WebSocket that publishes', async () => {
    const book = createSocketBook()
    await publish(book, ['1', '"two"', large])
    await closed(book)
    expect(book.verify()).toEqual([])
    const { up, down } = book.books()
    expect(up.payload).toBe('1"two"'.length + large.length)
    expect(up.envelope).toBe(3 * '{"publish":}'.length)
    // Headers of 6, 6 and 14 bytes, a pong of 6 for each ping, and a close of 8.
    expect(up.framing).toBe(6 + 6 + 14 + 3 * 6 + 8)
    expect(down).toMatchObject({ payload: 3 * record.length, envelope: '{"cursor":"e.0"}'.length })
    expect(closes(book.books())).toBe(true)
  })

  it('sums open and closed sockets, and says which are open', async () => {
    const book = createSocketBook()
    const agent = new http.Agent({ keepAlive: true })
    Object.assign(agent, { createConnection: book.open })
    await Promise.all([ask(book, { path: '/polling', agent }), ask(book, { path: '/streaming' })])
    expect(book.opened).toBe(2)
    expect(book.books().down.payload).toBe(2 * record.length)
    expect(book.verify()).toContain('socket 1: still open, so its bytes are not final')
    agent.destroy()
    await closed(book)
    expect(book.verify()).toEqual([])
    expect(book.books().down.payload).toBe(2 * record.length)
  })

  it('stops waiting for open sockets when told, and leaves no listener', async () => {
    const book = createSocketBook()
    const agent = new http.Agent({ keepAlive: true })
    Object.assign(agent, { createConnection: book.open })
    await ask(book, { path: '/polling', agent })
    const controller = new AbortController()
    const waiting = expect(book.allClosed(controller.signal)).rejects.toThrow('aborted')
    controller.abort()
    await waiting
    agent.destroy()
    await closed(book)
  })

  it('counts nothing for a connection that is refused', async () => {
    const book = createSocketBook()
    const taken = port
    const { server: other, port: free } = await listen()
    other.close()
    await once(other, 'close')
    port = free
    await expect(ask(book, { path: '/polling' })).rejects.toThrow('ECONNREFUSED')
    port = taken
    await closed(book)
    expect(book.verify()).toEqual([])
    expect(book.books().up.total).toBe(0)
    expect(book.opened).toBe(1)
  })
})

/** A ledger that loses the first byte that goes one way. */
function losing(way: 'up' | 'down'): () => ConnectionLedger {
  return () => {
    const ledger = createConnectionLedger()
    let lost = false
    const take = (bytes: Uint8Array): void => {
      ledger[way](lost ? bytes : bytes.subarray(1))
      lost = true
    }
    return { ...ledger, [way]: take }
  }
}

describe('a socket book with a faulty ledger', () => {
  it.each(['up', 'down'] as const)('names the socket whose %s bytes are one short', async way => {
    const book = createSocketBook(losing(way))
    await keepAlivePolls(book, 2)
    await closed(book)
    expect(book.verify()[0]).toMatch(
      new RegExp(`^socket 1: ${way} the ledger saw (\\d+) bytes, the socket carried \\d+$`),
    )
  })

  it('names the socket whose categories do not add up', async () => {
    const book = createSocketBook(() => {
      const ledger = createConnectionLedger()
      const books: ConnectionLedger['books'] = () => {
        const { up, down } = ledger.books()
        return { up, down: { ...down, framing: down.framing + 1 } }
      }
      return { ...ledger, books }
    })
    await keepAlivePolls(book, 1)
    await closed(book)
    expect(book.verify()).toEqual([
      expect.stringMatching(/^socket 1: the categories do not add up to the total: /),
    ])
  })
})

import { once } from 'node:events'
import type { ClientRequestArgs } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket, type TcpNetConnectOpts } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import WebSocket from 'ws'
import type { Cursor, TransportName } from '../../server/protocol.ts'
import type { MessageTelemetry } from '../live/protocol.ts'
import { byteCategories } from '../wire/books.ts'
import {
  getOf,
  isAlive,
  openClient,
  openPage,
  type RawClient,
  runLab,
  startLab,
  type TestPage,
  watchClient,
} from './lab.ts'

const byHand = { kind: 'manual' } as const

/** A lab and a page of it, whose feed has only what is published. */
async function openQuietLab(link: { rttMs: number } = { rttMs: 0 }) {
  const lab = await startLab()
  const page = await openPage(lab.port)
  await page.set({ feed: byHand, link })
  return { lab, page }
}

/** The client's connection as telemetry has it, when it has closed. */
async function closedConnection(page: TestPage, { socket }: RawClient, port: number) {
  await once(socket, 'close').catch(() => {})
  return await page.until('connection', item => item.state === 'closed' && item.clientPort === port)
}

const shown = ({ way, kind, name }: MessageTelemetry) =>
  `${way} ${kind} ${name.replace(/[?&]tab=\d+/, '').replace(/[0-9a-f]{8}\.\d+/g, 'CURSOR')}`

/** What one conversation on a transport is, on a raw socket, and what its messages are. */
interface Conversation {
  readonly run: (page: TestPage, client: RawClient) => Promise<void>
  readonly messages: readonly string[]
}

const cursorIn = (text: string): Cursor => /"cursor":"([^"]+)"/.exec(text)![1]!

async function poll(page: TestPage, client: RawClient, path: string, answer: RegExp): Promise<void> {
  client.socket.write(getOf(page.url(path)))
  await client.received(answer)
}

const conversations: Readonly<Record<Exclude<TransportName, 'websocket'>, Conversation>> = {
  polling: {
    async run(page, client) {
      await poll(page, client, '/polling', /"events":\[\]\}$/)
      const since = cursorIn(client.text())
      await poll(page, client, `/polling?since=${since}`, /204 No Content[\s\S]*\r\n\r\n$/)
      await page.publish({ n: 1 })
      await poll(page, client, `/polling?since=${since}`, /"n":1\}\}\]\}$/)
    },
    messages: [
      'up request GET /polling',
      'down response 200 OK',
      'up request GET /polling?since=CURSOR',
      'down response 204 No Content',
      'up request GET /polling?since=CURSOR',
      'down response 200 OK',
    ],
  },
  'long-polling': {
    async run(page, client) {
      await poll(page, client, '/long-polling', /"events":\[\]\}$/)
      client.socket.write(getOf(page.url(`/long-polling?since=${cursorIn(client.text())}`)))
      await page.until('message', item => item.name.includes('since') && item.endMs !== null)
      await page.publish({ n: 1 })
      await client.received(/"n":1\}\}\]\}$/)
    },
    messages: [
      'up request GET /long-polling',
      'down response 200 OK',
      'up request GET /long-polling?since=CURSOR',
      'down response 200 OK',
    ],
  },
  streaming: {
    async run(page, client) {
      await poll(page, client, '/streaming', /"cursor":[\s\S]*\n\r\n$/)
      await page.publish({ n: 1 })
      await client.received(/"n":1\}\}\n\r\n$/)
    },
    messages: ['up request GET /streaming', 'down response 200 OK', 'down chunk ', 'down chunk '],
  },
  sse: {
    async run(page, client) {
      await poll(page, client, '/sse', /id: [\s\S]*\n\r\n$/)
      await page.publish({ n: 1 })
      await client.received(/"n":1\}\}\n\n\r\n$/)
    },
    messages: ['up request GET /sse', 'down response 200 OK', 'down chunk ', 'down chunk '],
  },
}

/** Asserts that telemetry's messages and books are what the client's socket carried. */
async function expectBooks(page: TestPage, socket: Socket, transport: TransportName, connection: number) {
  const from = page.items.findIndex(
    item => item.type === 'connection' && item.id === connection && item.state === 'closed',
  )
  const { books, connections } = await page.until('books', item => item.transport === transport, from)
  expect(books.up.total).toBe(socket.bytesWritten)
  expect(books.down.total).toBe(socket.bytesRead)
  expect(connections).toEqual({ opened: 1, open: 0 })
  for (const way of ['up', 'down'] as const) {
    const own = page.messagesOf(connection).filter(message => message.way === way)
    for (const category of byteCategories)
      expect(own.reduce((sum, message) => sum + message.bytes[category], 0)).toBe(books[way][category])
    expect(byteCategories.reduce((sum, category) => sum + books[way][category], 0)).toBe(books[way].total)
  }
}

function expectWay(messages: readonly MessageTelemetry[], leastMs: number): void {
  for (const { fromMs, toMs, endMs } of messages) {
    expect(toMs! - fromMs).toBeGreaterThanOrEqual(leastMs)
    expect(endMs).toBeGreaterThanOrEqual(toMs!)
  }
}

describe('the lab on every transport', () => {
  it.each(Object.entries(conversations))(
    'tells the messages of %s, to the byte and in order',
    async (name, conversation) => {
      const { page } = await openQuietLab({ rttMs: 40 })
      const client = openClient(page.hello.ports.link)
      await once(client.socket, 'connect')
      const port = client.socket.localPort!
      await conversation.run(page, client)
      const closed = closedConnection(page, client, port)
      client.socket.destroy()
      const { id } = await closed
      const messages = page.messagesOf(id)
      expect(messages.map(shown)).toEqual(conversation.messages)
      expect(new Set(messages.map(({ transport, tab }) => `${transport} ${tab}`))).toEqual(
        new Set([`${name} ${page.hello.tab}`]),
      )
      expectWay(messages, 20)
      const requests = messages.filter(({ kind }) => kind === 'request')
      for (const { kind, exchange, id, fromMs } of messages) {
        if (kind === 'request') expect(exchange).toBe(id)
        else expect(fromMs).toBeGreaterThanOrEqual(requests.find(request => request.id === exchange)!.toMs!)
      }
      const event = page.items.findLast(item => item.type === 'event')!
      expect(messages.at(-1)).toMatchObject({
        events: 1,
        cursors: [event.cursor],
        bytes: { payload: event.recordBytes },
      })
      await expectBooks(page, client.socket, name as TransportName, id)
    },
  )

  it('tells the frames of a WebSocket both ways, to the byte and in order', async () => {
    const { page } = await openQuietLab({ rttMs: 40 })
    const url = page.url('/websocket')
    url.protocol = 'ws:'
    let client: RawClient | undefined
    const channel = new WebSocket(url, 'feed.v1', {
      createConnection: (options: ClientRequestArgs) => {
        const socket = connect(options as TcpNetConnectOpts)
        client = watchClient(socket)
        return socket
      },
    })
    const said: string[] = []
    const messages = async (count: number) => {
      while (said.length < count) await once(channel, 'message')
    }
    channel.on('message', data => said.push(String(data)))
    await messages(1)
    channel.send('{"publish":{"n":1}}')
    await messages(3)
    const port = client!.socket.localPort!
    channel.close(1000)
    const { id } = await closedConnection(page, client!, port)
    expect(page.messagesOf(id).map(shown).sort()).toEqual(
      [
        'up request GET /websocket',
        'down response 101 Switching Protocols',
        'down frame text',
        'up frame text',
        'down frame text',
        'down frame text',
        'up control close',
        'down control close',
      ].sort(),
    )
    expectWay(page.messagesOf(id), 20)
    const event = page.items.findLast(item => item.type === 'event')!
    expect(page.messagesOf(id).flatMap(({ cursors }) => cursors)).toEqual([event.cursor])
    await expectBooks(page, client!.socket, 'websocket', id)
  })

  it('counts requests and empty answers of each page apart, and begins anew when asked', async () => {
    const { lab, page } = await openQuietLab()
    const other = await openPage(lab.port)
    expect(other.hello).toMatchObject({ tab: 2, tabs: 2 })
    await page.until('tabs', item => item.tabs === 2)
    const client = openClient(page.hello.ports.link)
    await conversations.polling.run(page, client)
    await page.until('books', item => item.requests.sent === 3 && item.requests.empty === 1 && item.tab === 1)
    const otherClient = openClient(page.hello.ports.link)
    await poll(other, otherClient, '/polling', /\]\}$/)
    const books = await other.until('books')
    expect(books).toMatchObject({ tab: 2, transport: 'polling', requests: { sent: 1, empty: 0 } })
    expect(books.books.up.total).toBe(otherClient.socket.bytesWritten)
    page.send({ type: 'reset-books' })
    await page.until('books', item => item.requests.sent === 0 && item.books.down.total === 0)
  })

  it('hands over the bytes of a message with the category of each run', async () => {
    const { page } = await openQuietLab()
    const client = openClient(page.hello.ports.link)
    await poll(page, client, '/polling', /\]\}$/)
    const response = await page.until('message', item => item.kind === 'response')
    page.send({ type: 'inspect', id: response.id })
    const { base64, runs } = await page.until('bytes')
    expect(Buffer.from(base64, 'base64').toString('latin1')).toBe(client.text())
    expect(runs).toEqual([
      ['head', response.bytes.head],
      ['envelope', response.bytes.envelope],
    ])
    page.send({ type: 'inspect', id: 999_999 })
    expect(await page.until('problem')).toMatchObject({
      text: 'message 999999 is kept no more: only the last 2,000 are',
    })
  })
})

describe('the lab’s settings', () => {
  it('begin as hello says, and are refused in one line each', async () => {
    const { port } = await startLab()
    const page = await openPage(port)
    expect(page.hello).toMatchObject({
      tab: 1,
      tabs: 1,
      settings: { feed: { kind: 'earthquakes', eventsPerSecond: 1 }, keepAlive: true },
      epoch: expect.stringMatching(/^[0-9a-f]{8}$/),
    })
    page.send({ type: 'set', changes: { link: { rttMs: -1 }, heartbeatMs: 1 } })
    await page.until('settings')
    const problems = page.items.filter(item => item.type === 'problem')
    expect(problems.map(({ text }) => text)).toEqual([
      'link.rttMs must be a number from 0 to 60000, got -1',
      'heartbeatMs must be a whole number from 10 to 3600000, got 1',
    ])
    page.send({ type: 'ping', sentMs: 5 })
    const clock = await page.until('clock')
    expect(clock.echoMs).toBe(5)
    expect(clock.receivedMs).toBeGreaterThanOrEqual(page.hello.nowMs)
  })

  it('change the feed in the running server, whose log goes on', async () => {
    const { page } = await openQuietLab()
    const first = await page.publish('by hand')
    const changes = { feed: { kind: 'periodic', eventsPerSecond: 100, payloadBytes: 200 } } as const
    await page.set(changes)
    const next = await page.until('event', item => item.sequence === first.sequence + 3)
    expect(next).toMatchObject({ recordBytes: 200, cursor: `${page.hello.epoch}.${next.sequence}` })
    expect(next.appendedMs).toBeGreaterThanOrEqual(next.intendedMs)
  })

  it('change keep-alive and heartbeats for connections from now on, with the log as it was', async () => {
    const { page } = await openQuietLab()
    const { cursor } = await page.publish(1)
    const before = openClient(page.hello.ports.link)
    await poll(page, before, '/streaming', /"cursor"[\s\S]*\n\r\n$/)
    await page.set({ keepAlive: false, heartbeatMs: 20 })
    await before.received(/0\r\n\r\n$/)
    const client = openClient(page.hello.ports.link)
    await poll(page, client, '/polling', /\]\}$/)
    expect(client.text()).toContain('Connection: close')
    expect(cursorIn(client.text())).toBe(cursor)
    expect(await client.closed).toBeUndefined()
    const stream = openClient(page.hello.ports.link)
    await poll(page, stream, '/streaming', /heartbeat/)
  })

  it('swallow all in a black hole, and reset what lost something behind it', async () => {
    const { page } = await openQuietLab()
    const client = openClient(page.hello.ports.link)
    await poll(page, client, '/polling', /\]\}$/)
    const port = client.socket.localPort!
    await page.set({ link: { blackHole: true } })
    const from = page.items.length
    client.socket.write(getOf(page.url('/polling?since=lost')))
    const lost = await page.until('message', () => true, from)
    await page.set({ link: { blackHole: false } })
    const { id, how } = await page.until(
      'connection',
      item => item.state === 'closed' && item.clientPort === port,
    )
    expect(how).toBe('reset')
    expect((await client.closed)?.code).toBe('ECONNRESET')
    expect(page.messagesOf(id).find(message => message.id === lost.id)).toMatchObject({
      toMs: null,
      endMs: null,
    })
    const again = openClient(page.hello.ports.link)
    await poll(page, again, '/polling', /\]\}$/)
  })
})

describe('the lab’s interventions', () => {
  it('reset every connection when asked', async () => {
    const { page } = await openQuietLab()
    const client = openClient(page.hello.ports.link)
    await poll(page, client, '/sse', /id: [\s\S]*\n\r\n$/)
    page.send({ type: 'reset-connections' })
    expect((await client.closed)?.code).toBe('ECONNRESET')
    expect(await page.until('connection', item => item.state === 'closed')).toMatchObject({ how: 'reset' })
  })

  it('end the server’s process and start another with a log of its own', async () => {
    const { lab, page } = await openQuietLab()
    const [before = 0] = lab.children()
    const client = openClient(page.hello.ports.link)
    await poll(page, client, '/streaming', /"cursor"[\s\S]*\n\r\n$/)
    page.send({ type: 'restart-server' })
    await page.until('server', item => item.state === 'down' && item.epoch === null)
    const up = await page.until('server', item => item.state === 'up')
    expect(up.epoch).not.toBe(page.hello.epoch)
    await client.closed
    expect(isAlive(before)).toBe(false)
    expect(lab.children()).not.toContain(before)
    expect((await page.publish(1)).cursor).toBe(`${up.epoch}.1`)
    expect(page.items.filter(item => item.type === 'problem')).toEqual([])
  })

  it('say that the server died by itself, and start it again when asked', async () => {
    const { lab, page } = await openQuietLab()
    const [pid = 0] = lab.children()
    process.kill(pid, 'SIGKILL')
    await page.until('server', item => item.state === 'down')
    expect((await page.until('problem')).text).toBe('the live-feed ended (SIGKILL); restart it')
    page.send({ type: 'publish', data: 1 })
    await page.until('problem', ({ text }) => text === 'the feed server is down')
    page.send({ type: 'restart-server' })
    await page.until('server', item => item.state === 'up')
  })
})

describe('the lab as a process', () => {
  it('serves the page isolated, and lists the results', async () => {
    const { port } = await startLab()
    const { hello } = await openPage(port)
    const response = await fetch(`http://127.0.0.1:${port}/`)
    const headers = Object.fromEntries(response.headers)
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
    })
    const policy = headers['content-security-policy']
    expect(policy).toContain(`http://localhost:${hello.ports.link}`)
    expect(policy).toContain(`ws://localhost:${hello.ports.handshake}`)
    expect(policy).toContain("default-src 'self';")
    const list = (await (await fetch(`http://127.0.0.1:${port}/results/index.json`)).json()) as {
      name: string
    }[]
    expect(list.map(({ name }) => name)).toContain('reference')
    const report = await fetch(`http://127.0.0.1:${port}/results/reference/report.json`)
    expect(await report.json()).toMatchObject({ createdAt: expect.any(String) })
    for (const path of [
      '..%2F..%2Fpackage.json/report.json',
      '%2e%2e/package.json',
      '..%2Fserver/report.json',
    ])
      expect((await fetch(`http://127.0.0.1:${port}/results/${path}`)).status).toBeGreaterThanOrEqual(400)
  })

  it('gives telemetry to no page of another origin', async () => {
    const { port } = await startLab()
    const channel = new WebSocket(`ws://127.0.0.1:${port}/telemetry`, { origin: 'http://example.com' })
    const [error] = (await once(channel, 'error').catch((cause: Error) => [cause])) as [Error]
    expect(error.message).toBe('Unexpected server response: 403')
  })

  it('lets the page read the feed, and no other page', async () => {
    const { port } = await startLab()
    const page = await openPage(port)
    const allowed = async (origin: string) =>
      (await fetch(page.url('/polling'), { headers: { origin } })).headers.get('access-control-allow-origin')
    expect(await allowed(`http://localhost:${port}`)).toBe(`http://localhost:${port}`)
    expect(await allowed('http://example.com')).toBeNull()
  })

  it('sells seats over the feed, to its own page alone', async () => {
    const { lab, page } = await openQuietLab()
    const buy = async (origin: string) =>
      await fetch(`http://127.0.0.1:${lab.port}/seats?seat=A1&by=me`, { method: 'POST', headers: { origin } })
    expect((await buy('http://example.com')).status).toBe(403)
    const sale = await buy(`http://localhost:${lab.port}`)
    const event = await page.until('event', ({ topic }) => topic === 'seats')
    expect([sale.status, await sale.json()]).toEqual([200, { seat: 'A1', by: 'me', cursor: event.cursor }])
  })

  it('says in one line which port is taken, and leaves nothing behind', async () => {
    const taken = createServer()
    await once(taken.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => void taken.close())
    const { port } = taken.address() as AddressInfo
    const { ended, output } = runLab('--port', String(port - 2))
    expect(await ended).toBe(1)
    expect(output()).toBe(
      `lab: port ${port} is taken; --port N takes N, N+1 and N+2, and --port 0 what is free\n`,
    )
    for (const each of [port - 2, port - 1]) {
      const socket = connect({ port: each, host: '127.0.0.1' })
      const [error] = (await once(socket, 'connect').catch((cause: Error) => [cause])) as [
        NodeJS.ErrnoException,
      ]
      expect(error.code).toBe('ECONNREFUSED')
    }
  })

  it.each([
    [['--port', '70000'], 'lab: --port must be a whole number from 0 to 65533, got "70000"\n'],
    [['now'], 'lab: every option begins with --, got "now"\n'],
  ])('refuses %j in one line', async (args, line) => {
    const { ended, output } = runLab(...args)
    expect(await ended).toBe(2)
    expect(output()).toBe(line)
  })

  it('prints its help', async () => {
    const { ended, output } = runLab('--help')
    expect(await ended).toBe(0)
    expect(output()).toMatch(/^npm start -- \[options\]/)
  })

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with its process at %s, with streams and pages open',
    async signal => {
      const { lab, page } = await openQuietLab()
      const client = openClient(page.hello.ports.link)
      await poll(page, client, '/sse', /id: [\s\S]*\n\r\n$/)
      const pids = lab.children()
      expect(pids).toHaveLength(1)
      lab.child.kill(signal)
      expect(await lab.ended).toBe(0)
      expect(pids.filter(isAlive)).toEqual([])
      expect(lab.output()).toBe(`open http://localhost:${lab.port}\n`)
    },
  )

  it('takes its process along when it is killed', async () => {
    const lab = await startLab()
    const [pid = 0] = lab.children()
    lab.child.kill('SIGKILL')
    expect(await lab.ended).toBe('SIGKILL')
    await expect.poll(() => isAlive(pid)).toBe(false)
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import type { Content, Feed } from './feed.ts'
import type { EventRecord, Health, PollAnswer, Problem } from './protocol.ts'
import { blocksOf } from './test/document.ts'
import { exchange } from './test/exchange.ts'
import { checkTools, type RunningBlock, startBlock } from './test/run-block.ts'
import { startServer, type TestServer } from './test/start-server.ts'

type ServerOptions = Parameters<typeof startServer>[0]

const blocks = new Map(blocksOf('Try it').map(block => [block.heading, block]))
const ran = new Set<string>()

/** Runs the block under a heading of the document against a server of its own. */
async function run(heading: string, options?: ServerOptions): Promise<RunningBlock & TestServer> {
  const block = blocks.get(heading)
  if (!block) throw new Error(`PROTOCOL.md has no block under "${heading}"`)
  ran.add(heading)
  const server = await startServer(options)
  return { ...server, ...startBlock(block, server.port) }
}

/** Text of every length of frame header, and what JSON, SSE and lines might trip over. */
const awkward: readonly Content[] = [
  {
    data: { mag: 5.3, place: 'naïve 지진 \u2028\u2029 \n\r "\\ data: x', deep: [null, [true, {}]] },
    topic: 'a b',
  },
  { data: null },
  { data: 'x'.repeat(300) },
  { data: 'é'.repeat(50_000), topic: '지진' },
  { data: 2 ** 53 },
]

/** Appends the five awkward events while a block reads: three in one turn, the others once the first is out. */
async function publishTo(reader: RunningBlock, feed: Feed, linesBefore: number): Promise<readonly string[]> {
  await reader.lines(linesBefore)
  const first = awkward.slice(0, 3).map(content => feed.append(content).record)
  await reader.lines(linesBefore + 1)
  return [...first, ...awkward.slice(3).map(content => feed.append(content).record)]
}

/** The text of `"cursor"` at a position. */
const opening = (feed: Feed, position: number) => `{"cursor":"${feed.cursorAt(position)}"}`

/** What a poller must have been answered with, given how many events each answer held. */
function pollAnswers(said: readonly string[], feed: Feed, records: readonly string[]): string[] {
  let position = 0
  return said.map(text => {
    const from = position
    position += (JSON.parse(text) as PollAnswer).events.length
    return `{"cursor":"${feed.cursorAt(position)}","events":[${records.slice(from, position).join(',')}]}`
  })
}

beforeAll(checkTools)

describe('curl, as PROTOCOL.md tells it', { timeout: 30_000 }, () => {
  it('reads the health', async () => {
    const { feed, end } = await run('curl: health')
    const [body] = await end()
    expect(JSON.parse(body!) as Health).toMatchObject({ status: 'ok', head: feed.cursorAt(0) })
  })

  it('publishes with a topic and gets 201 with the cursor', async () => {
    const { feed, end } = await run('curl: publish')
    const said = await end()
    expect(said[0]!.trim()).toBe('HTTP/1.1 201 Created')
    expect(said.at(-1)).toBe(`{"id":"${feed.cursorAt(1)}"}`)
    const [event] = feed.read(0, { topic: 'strong' }).events
    expect(JSON.parse(event!.record)).toMatchObject({ data: { mag: 5.3, place: 'Sangiang' } })
  })

  it('polls what it published, then nothing', async () => {
    const { feed, end } = await run('curl: polling')
    const cursor = feed.cursorAt(1)
    const said = await end()
    const { record } = feed.read(0).events[0]!
    expect(said).toEqual([`{"id":"${cursor}"}`, `{"cursor":"${cursor}","events":[${record}]}`, '200', '204'])
  })

  it('takes one event, or the latest alone', async () => {
    const { feed, end } = await run('curl: take')
    const said = await end()
    const [first, , third] = feed.read(0).events
    expect(said).toEqual([
      `{"cursor":"${feed.cursorAt(1)}","events":[${first!.record}]}`,
      `{"cursor":"${feed.cursorAt(3)}","events":[${third!.record}]}`,
    ])
  })

  it('is held by a long poll until an event comes, and answered 204 when none does', async () => {
    const { feed, url, end } = await run('curl: long polling')
    await expect.poll(() => subscribers(url, 'long-polling'), { timeout: 10_000 }).toBe(1)
    const { record } = feed.append({ data: 'news' })
    expect(await end()).toEqual([`{"cursor":"${feed.cursorAt(1)}","events":[${record}]}`, '200', '204'])
  })

  it('follows a stream byte for byte to its graceful end', async () => {
    const { feed, app, ...stream } = await run('curl: streaming')
    const records = await publishTo(stream, feed, 1)
    await stream.lines(6)
    await app.end()
    expect(await stream.end()).toEqual([opening(feed, 0), ...records])
  })

  it('follows a stream over HTTP/1.0 to the end of the connection, without chunks', async () => {
    const { feed, app, ...stream } = await run('curl: streaming over HTTP/1.0')
    const headLines = 7
    const records = await publishTo(stream, feed, headLines + 1)
    await stream.lines(headLines + 6)
    await app.end()
    const said = await stream.end()
    const head = said.slice(0, headLines).map(line => line.trim())
    expect(head).toContain('Connection: close')
    expect(head.filter(line => /^(transfer-encoding|content-length)/i.test(line))).toEqual([])
    expect(said.slice(headLines)).toEqual([opening(feed, 0), ...records])
  })

  it('follows server-sent events byte for byte', async () => {
    const { feed, app, ...stream } = await run('curl: SSE')
    const records = await publishTo(stream, feed, 2)
    await stream.lines(2 + 5 * 3)
    await app.end()
    const fields = records.flatMap((record, index) => [
      `id: ${feed.cursorAt(index + 1)}`,
      `data: ${record}`,
      '',
    ])
    expect(await stream.end()).toEqual([`id: ${feed.cursorAt(0)}`, '', ...fields])
  })

  it('resumes server-sent events from Last-Event-ID and is told of what was evicted', async () => {
    const { feed, app, ...stream } = await run('curl: SSE, resumed', { capacityEvents: 3 })
    await stream.lines(2 + 4 + 3 * 3)
    await app.end()
    const cursor = feed.cursorAt(1)
    const fields = feed
      .read(1)
      .events.flatMap(({ sequence, record }) => [`id: ${feed.cursorAt(sequence)}`, `data: ${record}`, ''])
    const gap = [
      'event: gap',
      `id: ${cursor}`,
      `data: {"gap":{"reason":"evicted","lost":1,"cursor":"${cursor}"}}`,
    ]
    expect(fields).toHaveLength(9)
    expect(await stream.end()).toEqual([`id: ${feed.cursorAt(0)}`, '', ...gap, '', ...fields])
  })

  it('is told of another epoch', async () => {
    const { feed, end } = await run('curl: gap')
    const cursor = feed.cursorAt(0)
    const gap = `{"reason":"restarted","lost":null,"cursor":"${cursor}"}`
    expect(await end()).toEqual([`{"cursor":"${cursor}","gap":${gap},"events":[]}`])
  })

  it('is refused with a problem that names the field', async () => {
    const { feed, end } = await run('curl: problems')
    const said = await end()
    const refusals = said.flatMap((line, index) => {
      if (index % 2 === 1) return []
      const { status, field } = JSON.parse(line) as Problem
      return [[status, field, said[index + 1]]]
    })
    expect(refusals).toEqual([
      [400, 'since', '400'],
      [400, 'timeout', '400'],
      [400, 'Last-Event-ID', '400'],
      [400, 'topic', '400'],
      [400, 'body', '400'],
      [403, 'Origin', '403'],
      [404, 'path', '404'],
      [405, 'method', '405'],
      [415, 'Content-Type', '415'],
      [426, 'Upgrade', '426'],
    ])
    expect(feed.head).toBe(0)
  })

  it('is told when its body is too long', async () => {
    const { feed, end } = await run('curl: too long')
    const [body, status] = await end()
    expect([(JSON.parse(body!) as Problem).field, status]).toEqual(['body', '413'])
    expect(feed.head).toBe(0)
  })
})

describe('Python, as PROTOCOL.md tells it', { timeout: 30_000 }, () => {
  it.each(['Python: polling', 'Python: long polling'])(
    'reads every record once, in order: %s',
    async heading => {
      const { feed, ...poller } = await run(heading)
      const records = await publishTo(poller, feed, 1)
      const said = await poller.end()
      expect(said).toEqual(pollAnswers(said, feed, records))
      expect(said.flatMap(text => (JSON.parse(text) as PollAnswer).events)).toHaveLength(5)
    },
  )

  it('follows a stream', async () => {
    const { feed, ...stream } = await run('Python: streaming')
    const records = await publishTo(stream, feed, 1)
    expect(await stream.end()).toEqual([opening(feed, 0), ...records])
  })

  it('follows server-sent events, breaks off and resumes', async () => {
    const { feed, ...stream } = await run('Python: SSE')
    const records = await publishTo(stream, feed, 1)
    const messages = records.map(record => `message ${record}`)
    expect(await stream.end()).toEqual([
      'message (opening)',
      ...messages.slice(0, 3),
      'message (opening)',
      ...messages.slice(3),
      `last event ID ${feed.cursorAt(5)}`,
    ])
  })

  it('publishes, and is told what is wrong with a body', async () => {
    const { feed, end } = await run('Python: publish')
    expect(await end()).toEqual([`201 {"id":"${feed.cursorAt(1)}"}`, '400 body'])
    expect(feed.read(0, { topic: 'strong' }).events[0]!.record).toContain('"data":{"place":"지진"}}')
  })

  it.each(['Python: WebSocket with aiohttp', 'Python: WebSocket with websockets'])(
    'follows a WebSocket and closes it: %s',
    async heading => {
      const { feed, url, ...socket } = await run(heading)
      const records = await publishTo(socket, feed, 2)
      expect(await socket.end()).toEqual(['feed.v1', opening(feed, 0), ...records, '1000'])
      await expect.poll(() => subscribers(url, 'websocket')).toBe(0)
    },
  )

  it.each(['Python: WebSocket with aiohttp', 'Python: WebSocket with websockets'])(
    'is told by a WebSocket that the server ends: %s',
    async heading => {
      const { feed, app, ...socket } = await run(heading)
      await socket.lines(2)
      const { record } = feed.append({ data: 'the last' })
      await socket.lines(3)
      await app.end()
      expect(await socket.end()).toEqual(['feed.v1', opening(feed, 0), record, '1001'])
    },
  )

  it('publishes on a WebSocket and reads its own event back', async () => {
    const { feed, end } = await run('Python: publish on a WebSocket')
    const said = await end()
    const { record } = feed.read(0, { topic: 'strong' }).events[0]!
    expect(JSON.parse(record) as EventRecord).toMatchObject({ topic: 'strong', data: { mag: 5.1 } })
    const answers = said.filter(line => line !== record)
    expect(answers.slice(0, 2)).toEqual([opening(feed, 0), `{"published":"${feed.cursorAt(1)}"}`])
    expect(JSON.parse(answers[2]!)).toMatchObject({ problem: { status: 400, field: 'publish' } })
    expect(said).toHaveLength(4)
  })

  it('hears its echo and is closed', async () => {
    const { end } = await run('Python: echo')
    expect(await end()).toEqual(['hello/answer', String.raw`b'\x00\xff'`, '1000'])
  })
})

describe('a socket that speaks HTTP/1.0', () => {
  it.each(['streaming', 'sse'])('gets /%s without chunks, ended by the connection', async path => {
    const { feed, app, port } = await startServer()
    const { record } = feed.append({ data: 1 })
    const request = `GET /${path}?since=${feed.cursorAt(0)} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`
    let ending: Promise<void> | undefined
    const received = await exchange(port, request, bytes => {
      if (bytes.includes(record)) ending ??= app.end()
      return false
    })
    await ending
    const [head = '', body] = received.toString().split('\r\n\r\n')
    expect(head).toContain('Connection: close')
    expect(head.toLowerCase()).not.toContain('transfer-encoding')
    const bodies: Record<string, string> = {
      streaming: `${opening(feed, 0)}\n${record}\n`,
      sse: `id: ${feed.cursorAt(0)}\n\nid: ${feed.cursorAt(1)}\ndata: ${record}\n\n`,
    }
    expect(body).toBe(bodies[path])
  })
})

it('has run every block that the document tells one to try', () => {
  expect([...ran]).toEqual([...blocks.keys()])
})

async function subscribers(url: URL, transport: keyof Health['subscribers']): Promise<number> {
  const health = (await (await fetch(new URL('health', url))).json()) as Health
  return health.subscribers[transport]
}

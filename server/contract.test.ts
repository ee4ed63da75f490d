import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { TransportError } from '../client/transport.ts'
import { type Health, maxBatchEvents, transportNames } from './protocol.ts'
import { openReader } from './test/reader.ts'
import { appendNumbers, startServer } from './test/start-server.ts'

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

async function health(url: URL): Promise<Health> {
  return (await (await fetch(new URL('health', url))).json()) as Health
}

describe.each(transportNames)('%s', transport => {
  it('opens with the cursor of the head and delivers what is appended from then on, in order', async () => {
    const { feed, url } = await startServer()
    appendNumbers(feed, 3)
    const reader = openReader(transport, url)
    expect(await reader.opening()).toBe(feed.cursorAt(3))
    appendNumbers(feed, 5, 4)
    expect(await reader.data(5)).toEqual(numbers(4, 8))
  })

  it('delivers the record as it was appended, with its cursor, time and topic', async () => {
    const { feed, url } = await startServer({ nowMicros: () => 1_700_000_000_000_001 })
    const reader = openReader(transport, url, { since: feed.cursorAt(0) })
    const data = { text: 'naïve 지진 \u2028 "\\', nested: [1, null, { deep: true }] }
    feed.append({ data, topic: 'a b' })
    const { record, cursor } = await reader.next('event')
    expect(record).toEqual({ id: feed.cursorAt(1), at: 1_700_000_000_000_001, topic: 'a b', data })
    expect(cursor).toBe(feed.cursorAt(1))
  })

  it('resumes from a cursor with everything after it, once', async () => {
    const { feed, url } = await startServer()
    appendNumbers(feed, 10)
    const reader = openReader(transport, url, { since: feed.cursorAt(4) })
    expect(await reader.opening()).toBe(feed.cursorAt(4))
    expect(await reader.data(6)).toEqual(numbers(5, 10))
    appendNumbers(feed, 1, 11)
    expect(await reader.data(1)).toEqual([11])
  })

  it('tells of evicted events with their number and goes on from the oldest held', async () => {
    const { feed, url } = await startServer({ capacityEvents: 5 })
    appendNumbers(feed, 20)
    const reader = openReader(transport, url, { since: feed.cursorAt(3) })
    expect(await reader.gap()).toEqual({ reason: 'evicted', lost: 12, cursor: feed.cursorAt(15) })
    expect(await reader.data(5)).toEqual(numbers(16, 20))
  })

  it('says nothing of a gap to a cursor just before the oldest event held', async () => {
    const { feed, url } = await startServer({ capacityEvents: 5 })
    appendNumbers(feed, 20)
    const reader = openReader(transport, url, { since: feed.cursorAt(15) })
    expect(await reader.data(5)).toEqual(numbers(16, 20))
  })

  it('tells a client from before a restart, and goes on from the oldest held', async () => {
    const before = await startServer()
    appendNumbers(before.feed, 9)
    const { feed, url } = await startServer()
    appendNumbers(feed, 2)
    const reader = openReader(transport, url, { since: before.feed.cursorAt(9) })
    expect(await reader.gap()).toEqual({ reason: 'restarted', lost: null, cursor: feed.cursorAt(0) })
    expect(await reader.data(2)).toEqual([1, 2])
  })

  it('keeps only the events of a topic, and loses none of them when others are evicted', async () => {
    const { feed, url } = await startServer({ capacityEvents: 4 })
    const reader = openReader(transport, url, { topic: 'quakes' })
    await reader.opening()
    appendNumbers(feed, 1, 1, 'quakes')
    expect(await reader.data(1)).toEqual([1])
    appendNumbers(feed, 50, 100, 'other')
    appendNumbers(feed, 1, 2, 'quakes')
    expect(await reader.data(1)).toEqual([2])
  })

  it('says that it is alive when nothing happens', async () => {
    const { feed, url } = await startServer({ heartbeatMs: 10 })
    appendNumbers(feed, 1)
    const reader = openReader(transport, url, { holdMs: 10 })
    expect((await reader.next('alive')).cursor).toBe(feed.cursorAt(1))
    appendNumbers(feed, 1, 2)
    expect(await reader.data(1)).toEqual([2])
  })

  it('brings a backlog over the batch limit whole and in order', async () => {
    const { feed, url } = await startServer()
    const count = 2 * maxBatchEvents + 500
    appendNumbers(feed, count)
    const reader = openReader(transport, url, { since: feed.cursorAt(0) })
    expect(await reader.data(count)).toEqual(numbers(1, count))
  })

  it('lets go of a client that aborts', async () => {
    const { feed, url, app } = await startServer()
    const reader = openReader(transport, url)
    await reader.opening()
    appendNumbers(feed, 1)
    await reader.data(1)
    reader.abort()
    expect(await reader.ended()).toBe(true)
    await expect.poll(() => openConnections(app.server)).toBe(0)
    expect((await health(url)).subscribers[transport]).toBe(0)
  })

  it('loses and repeats nothing when its connection is cut', async () => {
    const { feed, url } = await startServer()
    const reader = openReader(transport, url, { resume: true })
    await reader.opening()
    appendNumbers(feed, 5)
    expect(await reader.data(5)).toEqual(numbers(1, 5))
    reader.sockets.at(-1)!.destroy()
    appendNumbers(feed, 5, 6)
    expect(await reader.data(5)).toEqual(numbers(6, 10))
    expect(reader.sockets.length).toBeGreaterThan(1)
  })

  it('is ended gracefully with the server, and goes on from its cursor at the next one', async () => {
    const { feed, url, app, port } = await startServer()
    const reader = openReader(transport, url, { resume: true })
    await reader.opening()
    appendNumbers(feed, 3)
    expect(await reader.data(3)).toEqual([1, 2, 3])
    await app.end()
    const next = await startServer({ port })
    appendNumbers(next.feed, 2, 4)
    expect(await reader.gap()).toMatchObject({ reason: 'restarted' })
    expect(await reader.data(2)).toEqual([4, 5])
  })

  it('delivers what is appended just before the end', async () => {
    const { feed, url, app } = await startServer()
    const reader = openReader(transport, url)
    await reader.opening()
    appendNumbers(feed, 1)
    expect(await reader.data(1)).toEqual([1])
    if (transport === 'polling') return
    // Only a client that reads on has its next long poll at the server.
    const last = reader.data(1)
    await expect.poll(async () => (await health(url)).subscribers[transport]).toBe(1)
    appendNumbers(feed, 1, 2)
    const ended = app.end()
    expect(await last).toEqual([2])
    await ended
  })

  it('is told of the gap when more comes in one turn than the log holds', async () => {
    const { feed, url } = await startServer({ capacityEvents: 6 })
    const reader = openReader(transport, url)
    await reader.opening()
    appendNumbers(feed, 1)
    expect(await reader.data(1)).toEqual([1])
    appendNumbers(feed, 8, 2)
    expect(await reader.gap()).toMatchObject({ reason: 'evicted', lost: 2 })
    expect(await reader.data(6)).toEqual(numbers(4, 9))
  })

  it('refuses a cursor ahead of the head for good', async () => {
    const { feed, url } = await startServer()
    const reader = openReader(transport, url, { since: feed.cursorAt(7), resume: true })
    const error = await reader.next('event').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(TransportError)
    expect(error).toMatchObject({ code: 'refused', status: 400 })
    expect((error as Error).message).toContain('since lies ahead of the feed')
  })
})

describe.each(['streaming', 'sse', 'websocket'] as const)('%s, stalled', transport => {
  it('costs the server a cursor and no queue, and is told of the gap when it reads on', async () => {
    const { feed, url, app } = await startServer({ capacityEvents: 200 })
    const serverSide = once(app.server, 'connection')
    const socket = connect(Number(url.port), url.hostname)
    socket.pause()
    socket.write(requestOf(transport))
    const [held] = await serverSide
    await expect.poll(async () => (await health(url)).subscribers[transport]).toBe(1)
    const fat = 'x'.repeat(10_000)
    for (let round = 0; round < 100; round += 1) {
      for (let event = 0; event < 100; event += 1) feed.append({ data: fat })
      await new Promise(resolve => setImmediate(resolve))
    }
    // 100 MB were appended; the kernel took some of it, the process holds a record more than its mark at most.
    expect(held.writableLength).toBeLessThan(64 * 1_024)
    let text = ''
    socket.setEncoding('utf8').on('data', chunk => {
      text += chunk
    })
    socket.resume()
    await expect.poll(() => text.includes('"reason":"evicted"')).toBe(true)
    await expect.poll(() => text.includes(`"id":"${feed.cursorAt(feed.head)}"`)).toBe(true)
    const ids = [...text.matchAll(/\{"id":"[0-9a-f]+\.(\d+)","at"/g)].map(match => Number(match[1]))
    const lost = Number(/"lost":(\d+)/.exec(text)![1])
    expect(ids.length + lost).toBe(feed.head)
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    socket.destroy()
  })
})

function requestOf(transport: 'streaming' | 'sse' | 'websocket'): string {
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
  return `GET /${transport} HTTP/1.1\r\nHost: lab\r\n${transport === 'websocket' ? upgrade : ''}\r\n`
}

function openConnections(server: import('node:http').Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
}

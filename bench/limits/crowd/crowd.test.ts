import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { transportNames } from '../../../server/protocol.ts'
import { monotonicMs } from '../../../server/sources/clock.ts'
import { startServer } from '../../../server/test/start-server.ts'
import { dueAt, type Play } from '../schedule.ts'
import { type CrowdOptions, createCrowd } from './crowd.ts'
import { settled } from './settled.ts'
import { createTally } from './tally.ts'

/** Pollers ask when the test says so. */
function createBell() {
  const members = new Set<(dueMs: number) => void>()
  return {
    members,
    ring: () => {
      for (const call of members) call(monotonicMs())
    },
    add(call: (dueMs: number) => void) {
      members.add(call)
      return () => members.delete(call)
    },
  }
}

function crowdOf(options: Pick<CrowdOptions, 'transport' | 'port'> & Partial<CrowdOptions>) {
  const bell = createBell()
  const tally = createTally()
  const crowd = createCrowd({ topics: true, everySecond: bell, onRecord: tally.take, ...options })
  onTestFinished(() => crowd.resize(0))
  return { bell, tally, crowd }
}

const play: Play = { clients: 40, topics: true, seconds: 5, startAtMs: 1_234.5 }
const whole = { expected: 200, received: 200, duplicated: 0, reordered: 0, strays: 0 }

describe.each(transportNames)('a crowd of %s', transport => {
  it('receives each event once, each client its own', async () => {
    const { feed, port } = await startServer()
    const { bell, tally, crowd } = crowdOf({ transport, port })
    await crowd.resize(play.clients)
    tally.begin(play)
    for (let second = 0; second < play.seconds; second += 1) {
      for (let client = 0; client < play.clients; client += 1)
        feed.append({ data: dueAt(play, second, client), topic: String(client) })
    }
    bell.ring()
    await settled(tally.missing)
    expect(tally.told()).toMatchObject(whole)
    expect(crowd.broken).toEqual([])
  })

  it('receives a broadcast', async () => {
    const all: Play = { ...play, topics: false }
    const { feed, port } = await startServer()
    const { bell, tally, crowd } = crowdOf({ transport, port, topics: false })
    await crowd.resize(all.clients)
    tally.begin(all)
    for (let second = 0; second < all.seconds; second += 1) feed.append({ data: dueAt(all, second, 0) })
    bell.ring()
    await settled(tally.missing)
    expect(tally.told()).toMatchObject(whole)
  })

  it('notices a server that drops every 100th event, though it sends another twice', async () => {
    const { feed, port } = await startServer()
    const { bell, tally, crowd } = crowdOf({ transport, port })
    await crowd.resize(play.clients)
    tally.begin(play)
    for (let place = 0; place < 200; place += 1) {
      const client = place % play.clients
      const event = { data: dueAt(play, Math.floor(place / play.clients), client), topic: String(client) }
      if (place % 100 !== 99) feed.append(event)
      if (place % 100 === 50) feed.append(event)
    }
    bell.ring()
    await settled(tally.missing, 200)
    expect(tally.told()).toMatchObject({ ...whole, received: 198, duplicated: 2 })
  })

  it('leaves nothing when it closes', async () => {
    const { app, port } = await startServer()
    const closed: Promise<unknown>[] = []
    app.server.on('connection', socket => closed.push(once(socket, 'close')))
    const { bell, crowd } = crowdOf({ transport, port })
    await crowd.resize(300)
    await crowd.resize(0)
    await Promise.all(closed)
    expect([closed.length, crowd.size, bell.members.size]).toEqual([300, 0, 0])
    expect(crowd.broken).toEqual([])
  })

  it('tells what breaks its connections', async () => {
    const { app, port } = await startServer()
    const sockets: { resetAndDestroy(): unknown }[] = []
    app.server.on('connection', socket => sockets.push(socket))
    const { crowd } = crowdOf({ transport, port })
    await crowd.resize(3)
    sockets[1]!.resetAndDestroy()
    while (crowd.broken.length === 0) await new Promise(resolve => setImmediate(resolve))
    expect(crowd.broken).toEqual(['read ECONNRESET'])
  })

  it('fails in a line where nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    const { crowd } = crowdOf({ transport, port })
    await expect(crowd.resize(3)).rejects.toThrow(`client 3 of 3: connect ECONNREFUSED 127.0.0.1:${port}`)
  })

  it('fails in a line where nobody answers, within its bound', async () => {
    const server = createServer(socket => socket.on('error', () => {})).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { crowd } = crowdOf({ transport, port, openWithinMs: 50 })
    await expect(crowd.resize(300)).rejects.toThrow(
      'client 250 of 300: no answer in the 0.05 s that there were',
    )
    expect(crowd.size).toBe(250)
  })

  it('fails in a line where the server takes no more', async () => {
    const { port } = await startServer({ maxConnections: 2 })
    const { crowd } = crowdOf({ transport, port })
    await expect(crowd.resize(4)).rejects.toThrow('HTTP/1.1 503 Service Unavailable')
  })
})

it('a poller’s wait begins with its poll, or with the first of those that it had to leave out', async () => {
  const { feed, port } = await startServer()
  const waits: [dueMs: number, waitedMs: number][] = []
  const { bell, crowd } = crowdOf({
    ...{ transport: 'polling', port },
    onRecord(_, dueMs, waitedMs) {
      waits.push([dueMs, waitedMs])
      if (waits.length === 1) feed.append({ data: 2, topic: '0' })
    },
  })
  await crowd.resize(1)
  const [ask] = bell.members
  feed.append({ data: 1, topic: '0' })
  const nowMs = monotonicMs()
  for (const agoMs of [5e6, 4e6, 3e6]) ask!(nowMs - agoMs)
  while (waits.length < 2) await new Promise(resolve => setImmediate(resolve))
  expect(waits.map(([dueMs, waitedMs]) => [dueMs, Math.floor(waitedMs / 1e6)])).toEqual([
    [1, 5],
    [2, 4],
  ])
})

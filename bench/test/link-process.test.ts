import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { monotonicMs } from '../../server/sources/clock.ts'
import { createRandom } from '../../server/sources/random.ts'
import type { LinkCalls } from '../link/process.ts'
import { type Process, startProcess } from '../processes.ts'

const host = '127.0.0.1'
let link: Process<LinkCalls>
let server: Server
const ending: (() => unknown)[] = []

beforeEach(async () => {
  link = startProcess<LinkCalls>('bench-link', new AbortController().signal)
  server = createServer({ noDelay: true, allowHalfOpen: true }, keep)
  await once(server.listen(0, host), 'listening')
  ending.push(link.end, () => server.close())
})
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

function keep(socket: Socket): Socket {
  ending.push(() => socket.destroy())
  return socket.on('error', () => {})
}

function openLinks(...roundTripsMs: readonly number[]): Promise<readonly number[]> {
  const to = { host, port: (server.address() as AddressInfo).port }
  return link.call(
    'open',
    roundTripsMs.map(rttMs => ({ to, rttMs, seed: 1 })),
  )
}

interface Line {
  readonly near: Socket
  readonly far: Socket
}

/** A client's connection and the server's, with one exchange of a byte each behind them, and how long that took. */
async function connected(port: number | undefined): Promise<Line & { readonly freshMs: number }> {
  const accepted = once(server, 'connection')
  const startMs = monotonicMs()
  const near = keep(connect({ port: port!, host, noDelay: true, allowHalfOpen: true }))
  near.write('?')
  const [far] = (await accepted) as [Socket]
  await once(far, 'data')
  far.write('!')
  await once(near, 'data')
  return { near, far, freshMs: monotonicMs() - startMs }
}

/** How long a byte takes from one socket to another. */
async function delayMs(from: Socket, to: Socket): Promise<number> {
  const sentMs = monotonicMs()
  from.write('.')
  await once(to, 'data')
  return monotonicMs() - sentMs
}

/** All bytes until the FIN. */
async function untilEnd(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = []
  socket.on('data', part => parts.push(part))
  await once(socket, 'end')
  return Buffer.concat(parts)
}

/** The word for how a socket's other end left. */
function fate(socket: Socket): Promise<string> {
  socket.resume()
  return new Promise(resolve => {
    socket.once('end', () => resolve('FIN'))
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code!))
  })
}

describe('the process of the link', () => {
  it('open: several links of round trips of their own, nothing early, a fresh connection charged its handshake', async () => {
    const roundTripsMs = [0, 20, 60]
    const ports = await openLinks(...roundTripsMs)
    expect(new Set(ports).size).toBe(3)
    for (const [index, rttMs] of roundTripsMs.entries()) {
      const { near, far, freshMs } = await connected(ports[index])
      expect(freshMs).toBeGreaterThanOrEqual(2 * rttMs)
      expect(await delayMs(near, far)).toBeGreaterThanOrEqual(rttMs / 2)
      expect(await delayMs(far, near)).toBeGreaterThanOrEqual(rttMs / 2)
    }
    const reports = await link.call('report', undefined)
    expect(reports.map(({ achievedMs, ...counts }) => ({ ...counts, count: achievedMs.count }))).toEqual(
      roundTripsMs.map(rttMs => ({
        askedMs: rttMs / 2,
        connections: { opened: 1, open: 1 },
        ...{ bytesUp: 2, bytesDown: 2, count: 4 },
      })),
    )
    for (const { achievedMs, askedMs } of reports) expect(achievedMs.min).toBeGreaterThanOrEqual(askedMs)
    expect(await openLinks(10)).toHaveLength(1)
    expect(await link.call('report', undefined)).toHaveLength(4)
  })

  it('open: carries bytes whole and in order, both ways at once', async () => {
    const [port] = await openLinks(10)
    await link.call('set', { link: 0, changes: { jitterMs: 5 } })
    const { near, far } = await connected(port)
    const random = createRandom(1)
    const [up, down] = [300_000, 200_000].map(length =>
      Buffer.from(Array.from({ length }, () => 256 * random())),
    )
    const arrived = Promise.all([untilEnd(far), untilEnd(near)])
    for (let from = 0; from < up!.length; from += 4_096) {
      near.write(up!.subarray(from, from + 4_096))
      if (from < down!.length) far.write(down!.subarray(from, from + 4_096))
      await new Promise(setImmediate)
    }
    near.end()
    far.end()
    const [atFar, atNear] = await arrived
    expect(atFar.equals(up!)).toBe(true)
    expect(atNear.equals(down!)).toBe(true)
  })

  it('set: changes one link, and refuses what cannot be', async () => {
    const ports = await openLinks(0, 0)
    const { near, far } = await connected(ports[1])
    await link.call('set', { link: 1, changes: { rttMs: 40 } })
    expect(await delayMs(near, far)).toBeGreaterThanOrEqual(20)
    expect(await delayMs(far, near)).toBeGreaterThanOrEqual(20)
    const reports = await link.call('report', undefined)
    expect(reports.map(({ askedMs }) => askedMs)).toEqual([0, 20])
    await expect(link.call('set', { link: 1, changes: { rttMs: -1 } })).rejects.toThrow(
      'rttMs must be a number from 0 to 60000, got -1',
    )
  })

  it.each([
    ['cutAll', 'FIN'],
    ['resetAll', 'ECONNRESET'],
  ] as const)('%s: both ends of one link’s connections see %s, another’s go on', async (name, word) => {
    const ports = await openLinks(10, 10)
    const lines = [await connected(ports[0]), await connected(ports[0])]
    const other = await connected(ports[1])
    const fates = Promise.all(lines.flatMap(({ near, far }) => [fate(near), fate(far)]))
    await link.call(name, { link: 0 })
    expect(await fates).toEqual(Array(4).fill(word))
    expect(await delayMs(other.near, other.far)).toBeGreaterThanOrEqual(5)
  })

  it('reset: begins every report anew, with what is open still open', async () => {
    const ports = await openLinks(0, 0)
    for (const port of ports) await connected(port)
    await link.call('reset', undefined)
    const empty = { connections: { opened: 0, open: 1 }, bytesUp: 0, bytesDown: 0 }
    const reports = await link.call('report', undefined)
    expect(reports).toEqual([expect.objectContaining(empty), expect.objectContaining(empty)])
    expect(reports.map(({ achievedMs }) => achievedMs.count)).toEqual([0, 0])
  })

  it('cost: tells how long it waited awake in the window: nothing at rest, something at work', async () => {
    const [port] = await openLinks(4)
    const { near, far } = await connected(port)
    const windowOf = (lengthMs: number) => ({ fromMs: monotonicMs(), toMs: monotonicMs() + lengthMs })
    const rest = await link.call('cost', windowOf(50))
    expect(rest.awakeMs).toBe(0)
    expect(rest.rssBytes).toBeGreaterThan(0)

    let measuring = true
    const cost = link.call('cost', windowOf(300)).finally(() => (measuring = false))
    while (measuring) await delayMs(near, far)
    expect((await cost).awakeMs).toBeGreaterThan(0)
    expect((await cost).cpuMs).toBeGreaterThan(0)
  })

  it('close: ends every connection, listens no more, and can open anew', async () => {
    const [port] = await openLinks(0, 20)
    const { near, far } = await connected(port)
    const fates = Promise.all([fate(near), fate(far)])
    await link.call('close', undefined)
    expect(await fates).toEqual(['FIN', 'FIN'])
    expect(await fate(keep(connect({ port: port!, host })))).toBe('ECONNREFUSED')
    expect(await link.call('report', undefined)).toEqual([])
    const [again] = await openLinks(10)
    expect((await connected(again)).freshMs).toBeGreaterThanOrEqual(20)
  })

  it('names a link that is not there, and goes on', async () => {
    await expect(link.call('cutAll', { link: 0 })).rejects.toThrow('link 0 is not there: none is open')
    await openLinks(0, 0)
    for (const name of ['cutAll', 'resetAll'] as const) {
      await expect(link.call(name, { link: 2 })).rejects.toThrow('link must be from 0 to 1, got 2')
    }
    await expect(link.call('set', { link: -1, changes: {} })).rejects.toThrow(
      'link must be from 0 to 1, got -1',
    )
    expect(await link.call('report', undefined)).toHaveLength(2)
  })
})

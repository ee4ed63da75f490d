import type { TransportName } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { derive } from '../../server/sources/random.ts'
import type { FaultClientOptions } from './client.ts'
import { judge, type Verdict } from './judge.ts'
import {
  type Named,
  type Others,
  places,
  type RunContext,
  startOthers,
  startServer,
  toldOf,
  urlOf,
} from './processes.ts'
import type { Burst } from './server-process.ts'

/** What became of a reader that stalled while the log went on, or of one beside it that did not. */
export interface StalledClient extends Named {
  readonly stalled: boolean
  readonly verdict: Verdict
}

/** The log is far smaller than what a burst brings, and that is more than all buffers on the way hold. */
const capacityEvents = 200
const firstBurst: Burst = { events: 2_000, payloadBytes: 8_192, atOnce: 20, everyMs: 20 }
const mostBursts = 4
const heartbeatMs = 15_000
const drainMs = 30_000

const ofEach = ['stalled', 'stalled', 'reading'] as const

/**
 * Lets readers stop reading while more is appended than buffers and log hold, and read on. Where buffers held it all,
 * again with twice as much.
 */
export async function runStalled(
  transports: readonly TransportName[],
  seed: number,
  { signal, say }: RunContext,
): Promise<readonly StalledClient[]> {
  say('stalled readers')
  const clients = transports.flatMap(transport =>
    ofEach.map((kind, index) => ({
      transport,
      name: `${kind} ${transport} ${index}`,
      stalled: kind === 'stalled',
    })),
  )
  const server = await startServer({ port: 0, heartbeatMs, capacityEvents }, signal)
  const others = startOthers(signal)
  const to = { host: '127.0.0.1', port: server.port }
  const [port] = await others.link.call('open', [{ to, seed }])
  await others.load.call(
    'start',
    clients.map(({ transport, name }) => optionsOf(transport, urlOf(port!), derive(seed, name))),
  )
  const all = places(clients.length)
  const stalled = all.filter(index => clients[index]!.stalled)
  for (let burst = 1; burst <= mostBursts; burst += 1) {
    await others.load.call('stall', { clients: stalled })
    await server.call('append', undefined)
    await server.call('burst', { ...firstBurst, events: firstBurst.events * 2 ** (burst - 1) })
    await others.load.call('release', { clients: stalled })
    const cursor = await server.call('append', undefined)
    await others.load.call('reached', { clients: all, cursor, deadlineMs: monotonicMs() + drainMs })
    if (await allEvicted(others, stalled)) break
  }
  const log = await server.call('log', undefined)
  const told = await toldOf(others, clients.length)
  await others.end()
  await server.kill()
  return clients.map((client, index) => ({ ...client, verdict: judge(client.name, told[index]!, [log]) }))
}

function optionsOf(transport: TransportName, url: string, seed: number): FaultClientOptions {
  const poll = { intervalMs: 25, pace: 'pause' } as const
  return { transport, url, seed, poll, backoff: {}, silenceMs: undefined, holdMs: undefined, nap: undefined }
}

async function allEvicted({ load }: Others, clients: readonly number[]): Promise<boolean> {
  const told = await load.call('told', { clients })
  return told.every(({ notes }) => notes.some(note => note.type === 'gap'))
}

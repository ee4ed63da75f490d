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

/** A reader that stalled while the log went on, or one beside it that did not. */
interface StalledOne extends Named {
  readonly stalled: boolean
}

/** And what became of it. */
export interface StalledClient extends StalledOne {
  readonly verdict: Verdict
}

/** The log is far smaller than what a burst brings, and that is more than all buffers on the way hold. */
const capacityEvents = 200
const firstBurst: Burst = { events: 1_500, payloadBytes: 16_384, atOnce: 10, everyMs: 10 }
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
    if (await haveLostMore(others, clients)) break
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

/** Whether each that stalled has lost more than who read beside it: on a busy machine that one falls behind too. */
async function haveLostMore(others: Others, clients: readonly StalledOne[]): Promise<boolean> {
  const told = await toldOf(others, clients.length)
  const lost = told.map(({ notes }) =>
    notes.reduce((sum, note) => sum + (note.type === 'gap' ? (note.lost ?? 0) : 0), 0),
  )
  return clients.every(
    ({ transport, stalled }, index) =>
      !stalled ||
      clients.every(
        (other, place) => other.stalled || other.transport !== transport || lost[index]! > lost[place]!,
      ),
  )
}

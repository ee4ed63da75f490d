import type { TransportName } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { derive } from '../../server/sources/random.ts'
import { quantile } from '../statistics/quantile.ts'
import type { FaultClientOptions } from './client.ts'
import { judge, type Verdict } from './judge.ts'
import { places, type RunContext, startOthers, startServer, toldOf, urlOf } from './processes.ts'

/** How soon clients that were all reset at once stood at the head again. */
export interface Storm {
  readonly transport: TransportName
  readonly jitter: boolean
  readonly clients: number
  /** Clients that did not come back in time. */
  readonly away: number
  /** From the reset to the event that was appended right after it, in milliseconds; of those that came back. */
  readonly backMs: {
    readonly p50: number | null
    readonly p99: number | null
    readonly max: number | null
  }
}

/** A storm and what its clients were told. */
export interface StormRun {
  readonly storm: Storm
  readonly verdicts: readonly Verdict[]
}

const capacityEvents = 10_000
const heartbeatMs = 15_000
const patienceMs = 60_000

/** Connects clients of one transport, resets them all at once, and waits until each has what it missed. */
export async function runStorm(
  { transport, jitter, clients, seed }: Pick<Storm, 'transport' | 'jitter' | 'clients'> & { seed: number },
  { signal, say }: RunContext,
): Promise<StormRun> {
  say(`storm · ${clients} clients · ${transport} · ${jitter ? 'with' : 'without'} jitter`)
  const server = await startServer({ port: 0, heartbeatMs, capacityEvents }, signal)
  const others = startOthers(signal)
  const [port] = await others.link.call('open', [{ to: { host: '127.0.0.1', port: server.port }, seed }])
  const all = places(clients)
  await others.load.call(
    'start',
    all.map(index => optionsOf(transport, jitter, urlOf(port!), derive(seed, `storm ${index}`))),
  )
  const resetMs = monotonicMs()
  await others.link.call('resetAll', { link: 0 })
  const cursor = await server.call('append', undefined)
  const times = await others.load.call('reached', { clients: all, cursor, deadlineMs: resetMs + patienceMs })
  const log = await server.call('log', undefined)
  const told = await toldOf(others, clients)
  await others.end()
  await server.kill()
  const backMs = times.filter(Number.isFinite).map(timeMs => timeMs - resetMs)
  backMs.sort()
  const at = (q: number) => quantile(backMs, q)
  return {
    storm: {
      ...{ transport, jitter, clients },
      away: clients - backMs.length,
      backMs: { p50: at(0.5), p99: at(0.99), max: at(1) },
    },
    verdicts: told.map((each, index) => judge(`storm ${transport} ${index}`, each, [log])),
  }
}

/** The library's own back-off, and a poll a second. */
function optionsOf(transport: TransportName, jitter: boolean, url: string, seed: number): FaultClientOptions {
  const poll = { intervalMs: 1_000, pace: 'rate' } as const
  return {
    transport,
    url,
    seed,
    poll,
    backoff: { jitter },
    silenceMs: undefined,
    holdMs: undefined,
    nap: undefined,
  }
}

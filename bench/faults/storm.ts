import type { TransportName } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { derive } from '../../server/sources/random.ts'
import { quantile } from '../statistics/quantile.ts'
import { within } from '../within.ts'
import { acceptQueueOverflows } from './accept-queue.ts'
import { type Attempts, attemptsAfter } from './attempts.ts'
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
  /** How long it took to open them all before, a few at a time. */
  readonly openMs: number
  readonly attempts: Attempts
  /** Connections that were made after the reset, by the link's account. */
  readonly connections: number
  /** How often a connection found an accept queue full, on the whole host; null where the kernel does not tell. */
  readonly overflows: number | null
  /** Of a poller, in milliseconds; null for the others. */
  readonly pollIntervalMs: number | null
}

/** What a storm is made of. */
interface StormAsked extends Pick<Storm, 'transport' | 'jitter' | 'clients'> {
  readonly seed: number
}

/** A storm and what its clients were told. */
export interface StormRun {
  readonly storm: Storm
  readonly verdicts: readonly Verdict[]
}

const capacityEvents = 10_000
const heartbeatMs = 15_000
const patienceMs = 60_000
const openWithinMs = 60_000

/** All pollers together ask at most so often, so that what is measured is the storm and not the polls. */
const pollsPerSecond = 500
const leastIntervalMs = 1_000

/** Connects clients of one transport, resets them all at once, and waits until each has what it missed. */
export async function runStorm(asked: StormAsked, { signal, say }: RunContext): Promise<StormRun> {
  const { transport, jitter, clients, seed } = asked
  say(`storm · ${clients} clients · ${transport} · ${jitter ? 'with' : 'without'} jitter`)
  const server = await startServer({ port: 0, heartbeatMs, capacityEvents }, signal)
  const others = startOthers(signal)
  const [port] = await others.link.call('open', [{ to: { host: '127.0.0.1', port: server.port }, seed }])
  const beginMs = monotonicMs()
  await within(
    openWithinMs,
    others.load.call('start', optionsOf(asked, urlOf(port!))),
    () => `storm ${transport}: not all of ${clients} clients were open after ${openWithinMs / 1_000} s`,
  )
  const openMs = monotonicMs() - beginMs
  await others.link.call('reset', undefined)
  const overflowsBefore = acceptQueueOverflows()
  const resetMs = monotonicMs()
  await others.link.call('resetAll', { link: 0 })
  const cursor = await server.call('append', undefined)
  const deadlineMs = resetMs + patienceMs
  const times = await others.load.call('reached', { clients: places(clients), cursor, deadlineMs })
  const overflows = acceptQueueOverflows()
  const [report] = await others.link.call('report', undefined)
  const log = await server.call('log', undefined)
  const told = await toldOf(others, clients)
  await others.end()
  await server.kill()
  return {
    storm: {
      ...{ transport, jitter, clients },
      ...comebacks(Array.from(times, timeMs => timeMs - resetMs)),
      openMs,
      attempts: attemptsAfter(resetMs, told),
      connections: report!.connections.opened,
      overflows: overflows === null || overflowsBefore === null ? null : overflows - overflowsBefore,
      pollIntervalMs: transport === 'polling' ? intervalMs(clients) : null,
    },
    verdicts: told.map((each, index) => judge(`storm ${transport} ${index}`, each, [log])),
  }
}

/** How long clients took; infinity is one that did not come back. */
function comebacks(timesMs: readonly number[]): Pick<Storm, 'away' | 'backMs'> {
  const backMs = timesMs.filter(Number.isFinite).sort((a, b) => a - b)
  const at = (q: number) => quantile(backMs, q)
  return { away: timesMs.length - backMs.length, backMs: { p50: at(0.5), p99: at(0.99), max: at(1) } }
}

function intervalMs(clients: number): number {
  return Math.max(leastIntervalMs, (clients / pollsPerSecond) * 1_000)
}

/** The library's own back-off. */
function optionsOf(
  { transport, jitter, clients, seed }: StormAsked,
  url: string,
): readonly FaultClientOptions[] {
  const poll = { intervalMs: intervalMs(clients), pace: 'rate' } as const
  const none = { silenceMs: undefined, holdMs: undefined, nap: undefined }
  return places(clients).map(index => ({
    ...{ transport, url, poll, ...none },
    seed: derive(seed, `storm ${index}`),
    backoff: { jitter },
  }))
}

import type { TransportName } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { type Process, startProcess } from '../processes.ts'
import type { LimitsLoadCalls, Received } from './load-process.ts'
import type { LimitsServerCalls, Memory, Played } from './server-process.ts'

/** A server and a crowd of one transport, in processes of their own, on the same cores. */
export interface LimitsStage {
  resize(clients: number): Promise<void>
  /** Publishes one event a second for each client, or for all of them, and times what comes. */
  play(seconds: number): Promise<Shown>
  memory(): Promise<Memory>
  end(): Promise<void>
}

/** What one play showed. */
export interface Shown {
  readonly clients: number
  readonly seconds: number
  readonly expected: number
  readonly played: Played
  readonly received: Received
}

/** Between a play's call and its first second: what the call itself costs is over by then. */
const leadMs = 50

/** What a stage is opened for. */
interface StageAsked {
  readonly transport: TransportName
  /** Each client has a topic of its own; else all follow everything. */
  readonly topics: boolean
}

/** Runs something on a stage of its own, and ends it however that ends. */
export async function onStage<T>(
  asked: StageAsked,
  signal: AbortSignal,
  run: (stage: LimitsStage) => Promise<T>,
): Promise<T> {
  const stage = await openStage(asked, signal)
  try {
    return await run(stage)
  } finally {
    await stage.end()
  }
}

/** Starts both processes. */
export async function openStage(
  { transport, topics }: StageAsked,
  signal: AbortSignal,
): Promise<LimitsStage> {
  signal.throwIfAborted()
  const server: Process<LimitsServerCalls> = startProcess('limits-server', signal, { flags: ['--expose-gc'] })
  const load: Process<LimitsLoadCalls> = startProcess('limits-load', signal)
  const { port } = await server.call('open', undefined)
  await load.call('open', { transport, port, topics })
  let clients = 0

  return {
    async resize(size) {
      clients = size
      await load.call('resize', size)
    },
    async play(seconds) {
      const expected = clients * seconds
      await load.call('begin', expected)
      const startAtMs = monotonicMs() + leadMs
      const played = await server.call('play', { clients: topics ? clients : 0, seconds, startAtMs })
      return { clients, seconds, expected, played, received: await load.call('end', expected) }
    },
    memory: () => server.call('memory', undefined),
    async end() {
      await Promise.all([server.end(), load.end()])
    },
  }
}

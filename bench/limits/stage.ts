import type { TransportName } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { at } from '../at.ts'
import { startOtherProcesses } from '../other-processes.ts'
import { type Process, startProcess } from '../processes.ts'
import type { LimitsLoadCalls, Received } from './load-process.ts'
import type { LimitsServerCalls, Memory, Played } from './server-process.ts'
import { standing } from './standing.ts'

/** A server and a crowd of one transport, in processes of their own, on the same cores. */
export interface LimitsStage {
  /** Resolves when so many clients stand at the head by their own account and the server's, or with why they do not. */
  resize(clients: number): Promise<string | null>
  /** Publishes one event a second for each client, or for all of them, and times what comes. */
  play(seconds: number): Promise<Shown>
  memory(): Promise<Memory>
  end(): Promise<void>
}

/** What one play showed. */
export interface Shown {
  readonly clients: number
  readonly played: Played
  readonly received: Received
  /** Cores that others than this bench took meanwhile; null where the kernel does not tell. */
  readonly otherCores: number | null
}

/** What a stage is opened for. */
interface StageAsked {
  readonly transport: TransportName
  /** Each client has a topic of its own; else all follow everything. */
  readonly topics: boolean
  /** Pollers stay between two polls. */
  readonly idle: boolean
}

/** Between a play's call and its first second: both processes know of it by then. */
const leadMs = 200

/** Runs something on a stage of its own, and ends it however that ends; an abort rejects with its reason. */
export async function onStage<T>(
  asked: StageAsked,
  signal: AbortSignal,
  run: (stage: LimitsStage) => Promise<T>,
): Promise<T> {
  const stage = await openStage(asked, signal)
  try {
    return await run(stage)
  } catch (error) {
    // What an abort broke is not news; the abort is.
    signal.throwIfAborted()
    throw error
  } finally {
    await stage.end()
  }
}

/** Starts both processes; where that fails, none is left. */
export async function openStage(asked: StageAsked, signal: AbortSignal): Promise<LimitsStage> {
  signal.throwIfAborted()
  const server: Process<LimitsServerCalls> = startProcess('limits-server', signal, { flags: ['--expose-gc'] })
  const load: Process<LimitsLoadCalls> = startProcess('limits-load', signal)
  const end = async () => void (await Promise.all([server.end(), load.end()]))
  try {
    const { port } = await server.call('open', undefined)
    await load.call('open', { ...asked, port })
    return { ...running(asked, port, server, load), end }
  } catch (error) {
    await end()
    throw error
  }
}

function running(
  { transport, topics }: StageAsked,
  port: number,
  server: Process<LimitsServerCalls>,
  load: Process<LimitsLoadCalls>,
): Omit<LimitsStage, 'end'> {
  let clients = 0
  return {
    async resize(size) {
      clients = size
      return (await load.call('resize', size)) ?? (await standing(port, transport, size))
    },
    async play(seconds) {
      const play = { clients, topics, seconds, startAtMs: monotonicMs() + leadMs }
      await load.call('begin', play)
      const othersTook = startOtherProcesses([server.pid, load.pid])
      const played = await server.call('play', play)
      // What is behind comes later still, and is counted then.
      await at(play.startAtMs + seconds * 1_000)
      const otherCores = othersTook()
      return { clients, played, received: await load.call('end', undefined), otherCores }
    },
    memory: () => server.call('memory', undefined),
  }
}

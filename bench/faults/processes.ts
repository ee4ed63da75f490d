import type { TransportName } from '../../server/protocol.ts'
import type { LinkCalls } from '../link/process.ts'
import { type Process, startProcess } from '../processes.ts'
import type { FaultLoadCalls } from './load-process.ts'
import type { ClientNotes } from './notes.ts'
import type { FaultServerCalls, FaultServerSetup } from './server-process.ts'

/** What every part of a run is given. */
export interface RunContext {
  /** Kills all that runs. */
  readonly signal: AbortSignal
  readonly say: (text: string) => void
}

/** A client that a part of a run has started. */
export interface Named {
  readonly transport: TransportName
  readonly name: string
}

/** A server in a process of its own, on a port that outlives it. */
export interface FaultServer extends Pick<Process<FaultServerCalls>, 'call'> {
  readonly port: number
  /** Ends it as a crash would. */
  kill(): Promise<void>
}

/** Starts a server. */
export async function startServer(setup: FaultServerSetup, signal: AbortSignal): Promise<FaultServer> {
  const killing = new AbortController()
  const either = AbortSignal.any([signal, killing.signal])
  const server = startProcess<FaultServerCalls>('faults-server', either, { together: signal })
  const { port } = await server.call('open', setup)
  return {
    port,
    call: server.call,
    async kill() {
      killing.abort()
      await server.end()
    },
  }
}

/** The other processes of a part of a run. */
export interface Others {
  readonly link: Process<LinkCalls>
  readonly load: Process<FaultLoadCalls>
  end(): Promise<void>
}

/** Starts a link and a load, each in a process of its own. */
export function startOthers(signal: AbortSignal): Others {
  const link = startProcess<LinkCalls>('bench-link', signal)
  const load = startProcess<FaultLoadCalls>('faults-load', signal)
  return {
    link,
    load,
    async end() {
      await load.call('end', undefined)
      await Promise.all([load.end(), link.end()])
    },
  }
}

/** The numbers from 0 to `count` - 1. */
export function places(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}

/** Clients whose notes cross a process boundary in one message. */
const toldAtOnce = 50

/** What each of the load's first `count` clients was told. */
export async function toldOf({ load }: Others, count: number): Promise<readonly ClientNotes[]> {
  const told: ClientNotes[] = []
  while (told.length < count) {
    const clients = places(Math.min(toldAtOnce, count - told.length)).map(index => told.length + index)
    told.push(...(await load.call('told', { clients })))
  }
  return told
}

/** The address of a port on this host. */
export function urlOf(port: number): string {
  return `http://127.0.0.1:${port}/`
}

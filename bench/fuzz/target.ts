import { get } from 'node:http'
import type { Mount } from '../../server/options.ts'
import type { Health } from '../../server/protocol.ts'
import { startProcess } from '../processes.ts'
import type { FuzzedCalls } from './server-process.ts'
import type { ServerState } from './state.ts'

/** The server that is fuzzed, in a process of its own. */
export interface Target {
  readonly port: number
  readonly url: string
  /** Appends so many events at once. */
  fill(count: number): Promise<void>
  state(): Promise<ServerState>
  health(): Promise<Health>
  /** Rejects when the process ends before `end` was called. */
  readonly crashed: Promise<never>
  end(): Promise<void>
}

/** How a server is started. */
interface TargetOptions {
  readonly mount: Mount
  /** What it says as it dies is not repeated. */
  readonly trial: boolean
  readonly signal: AbortSignal
}

/** Starts a server, which an abort kills. */
export async function startTarget({ mount, trial, signal }: TargetOptions): Promise<Target> {
  const server = startProcess<FuzzedCalls>('fuzz-server', signal, { flags: ['--expose-gc'], quiet: trial })
  const life = server.call('life', undefined)
  life.catch(() => {})
  const port = await server.call('open', { mount })
  return {
    ...{ port, url: `http://127.0.0.1:${port}/`, crashed: life, end: server.end },
    fill: count => server.call('fill', count),
    state: () => server.call('state', undefined),
    health: () => health(port),
  }
}

/** Asks for the health on a connection that is closed behind the answer. */
function health(port: number): Promise<Health> {
  return new Promise((resolve, reject) => {
    const request = get({ port, host: '127.0.0.1', path: '/health', agent: false }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', part => {
        text += part
      })
      response.once('end', () => resolve(JSON.parse(text)))
      response.once('error', reject)
    })
    request.once('error', reject)
  })
}

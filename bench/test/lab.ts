import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import WebSocket from 'ws'
import type {
  HelloTelemetry,
  LiveChanges,
  LiveCommand,
  MessageTelemetry,
  Telemetry,
} from '../live/protocol.ts'
import { buildDirectory } from '../processes.ts'

/** One telemetry item of a type. */
export type Item<Type extends Telemetry['type']> = Extract<Telemetry, { readonly type: Type }>

/** A lab that runs as a process of its own. */
export interface RunningLab {
  readonly child: ChildProcess
  readonly port: number
  readonly output: () => string
  /** Its exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>
  /** The pids of its processes. */
  children(): number[]
}

/** A process of the lab: what it printed so far, and its exit status, or the signal that ended it. */
export interface LabProcess extends Pick<RunningLab, 'child' | 'output' | 'ended'> {}

/** Runs `.build/live.js`; who calls ends it. */
export function spawnLab(...args: string[]): LabProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', join(buildDirectory(), 'live.js'), ...args])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
      child.emit('printed')
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string)
  return { child, output: () => output, ended }
}

/** Runs `.build/live.js`; it is killed with its test when it is still there. */
export function runLab(...args: string[]): LabProcess {
  const lab = spawnLab(...args)
  onTestFinished(async () => {
    lab.child.kill('SIGKILL')
    await lab.ended
  })
  return lab
}

/** Starts a lab on free ports, to be killed with its test, and waits until it says where. */
export async function startLab(): Promise<RunningLab> {
  return await opened(runLab('--port', '0'))
}

/** Waits until a lab says where it is. */
export async function opened({ child, output, ended }: LabProcess): Promise<RunningLab> {
  await Promise.race([once(child, 'printed'), ended])
  const [, port] = /^open http:\/\/localhost:(\d+)\n$/.exec(output()) ?? []
  if (port === undefined) throw new Error(`the lab did not open: ${output()}`)
  const children = () =>
    readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').map(Number)
  return { child, port: Number(port), output, ended, children }
}

/** Whether a process runs; one that nobody has collected yet does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** A telemetry socket as a page has it. */
export interface TestPage {
  readonly hello: HelloTelemetry
  /** All that came so far. */
  readonly items: readonly Telemetry[]
  send(command: LiveCommand): void
  /** The first item of a type, from the `from`th item on, that fits; waits for it. */
  until<Type extends Telemetry['type']>(
    type: Type,
    fits?: (item: Item<Type>) => boolean,
    from?: number,
  ): Promise<Item<Type>>
  /** Changes settings and waits until they hold. */
  set(changes: LiveChanges): Promise<void>
  /** Publishes and waits until telemetry has the event. */
  publish(data: unknown): Promise<Item<'event'>>
  /** The messages of a connection, each as it was last told, in the order of their ids. */
  messagesOf(connection: number): MessageTelemetry[]
  /** An address behind the link, with this page's number. */
  url(path: string): URL
}

/** Opens a page's telemetry. */
export async function openPage(port: number): Promise<TestPage> {
  const channel = new WebSocket(`ws://127.0.0.1:${port}/telemetry`)
  const items: Telemetry[] = []
  const arrivals = new EventEmitter()
  channel.on('message', data => {
    items.push(...(JSON.parse(String(data)) as Telemetry[]))
    arrivals.emit('some')
  })
  onTestFinished(() => channel.terminate())

  const until: TestPage['until'] = async (type, fits = () => true, from = 0) => {
    for (;;) {
      const found = items.slice(from).find(item => item.type === type && fits(item as Item<typeof type>))
      if (found) return found as Item<typeof type>
      await once(arrivals, 'some')
    }
  }
  const send = (command: LiveCommand): void => channel.send(JSON.stringify(command))
  const hello = await until('hello')
  return {
    hello,
    items,
    send,
    until,
    async set(changes) {
      const from = items.length
      send({ type: 'set', changes })
      await until('settings', () => true, from)
    },
    async publish(data) {
      const from = items.length
      send({ type: 'publish', data })
      return await until('event', () => true, from)
    },
    messagesOf(connection) {
      const own = items.filter(item => item.type === 'message' && item.connection === connection)
      const byId = new Map(own.map(item => [(item as MessageTelemetry).id, item as MessageTelemetry]))
      return [...byId.values()].sort((a, b) => a.id - b.id)
    },
    url(path) {
      const url = new URL(path, `http://127.0.0.1:${hello.ports.link}`)
      url.searchParams.set('tab', String(hello.tab))
      return url
    },
  }
}

/** A TCP client that keeps what it received, and says when it has come so far. */
export interface RawClient {
  readonly socket: Socket
  readonly text: () => string
  /** Waits until what was received matches; rejects when the socket closes before. */
  received(pattern: RegExp): Promise<void>
  /** Resolves with the error, if any, that closed the socket. */
  readonly closed: Promise<NodeJS.ErrnoException | undefined>
}

/** Connects to a port. */
export function openClient(port: number): RawClient {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  onTestFinished(() => void socket.destroy())
  return watchClient(socket)
}

/** Watches a socket that somebody else reads as well. */
export function watchClient(socket: Socket): RawClient {
  let text = ''
  let failure: NodeJS.ErrnoException | undefined
  socket.on('data', bytes => {
    text += bytes.toString('latin1')
  })
  socket.on('error', error => {
    failure = error
  })
  const closed = new Promise<NodeJS.ErrnoException | undefined>(resolve =>
    socket.once('close', () => resolve(failure)),
  )
  async function received(pattern: RegExp): Promise<void> {
    while (!pattern.test(text)) {
      const event = await Promise.race([once(socket, 'data').then(() => 'more'), closed.then(() => 'closed')])
      if (event === 'closed' && !pattern.test(text)) throw new Error(`closed before ${pattern}: ${text}`)
    }
  }
  return { socket, text: () => text, received, closed }
}

/** A GET as bytes. */
export function getOf(url: URL): string {
  return `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`
}

import type { Cursor } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { type Process, startProcess } from '../processes.ts'
import type { FeedCalls, FeedHttp, FeedNews } from './feed-process.ts'
import type { LiveFeedSettings, LiveSettings, ServerTelemetry } from './protocol.ts'

/** What the feed's process is started with, and who is told of it. */
export interface FeedServerOptions {
  /** Pages that may read the feed, known when the process starts. */
  readonly allowedOrigins: () => readonly string[]
  /** The settings that hold when the process starts, each time. */
  readonly settings: () => LiveSettings
  readonly onNews: (news: FeedNews) => void
  readonly onState: (state: ServerTelemetry) => void
  readonly onProblem: (text: string) => void
}

/** The real server in a process of its own, which can be ended and started anew. */
export interface FeedServer {
  /** Where it listens on 127.0.0.1 now. */
  readonly port: number
  /** Of its log; null while it is down. */
  readonly epoch: string | null
  start(): Promise<void>
  /** Ends the process as a crash would, and starts a new one, with an empty log, on the same port. */
  restart(): Promise<void>
  /** Plays from now on; answers a line where it cannot. */
  play(settings: LiveFeedSettings): Promise<string | undefined>
  /** Gives the same log a new HTTP side: what is open ends gracefully, and new connections find the new one. */
  renew(): Promise<void>
  /** Appends, and resolves to the event's cursor. */
  publish(content: Parameters<FeedCalls['publish']>[0]): Promise<Cursor>
  close(): Promise<void>
}

interface Running {
  readonly process: Process<FeedCalls>
  readonly epoch: string
  readonly kill: () => void
  readonly gone: Promise<void>
}

/** A feed server that has not been started. */
export function createFeedServer(options: FeedServerOptions): FeedServer {
  const { allowedOrigins, settings, onNews, onState, onProblem } = options
  let running: Running | undefined
  let port = 0
  let ending = false

  const http = (): FeedHttp => {
    const { keepAlive, heartbeatMs } = settings()
    return { keepAlive, heartbeatMs, allowedOrigins: allowedOrigins() }
  }
  function up(): Running {
    if (!running) throw new Error('the feed server is down')
    return running
  }
  function down(process: Process<FeedCalls>, reason: string): void {
    if (running?.process !== process) return
    running = undefined
    onState({ type: 'server', state: 'down', epoch: null, atMs: monotonicMs() })
    if (!ending) onProblem(`${reason}; restart it`)
  }
  async function follow(process: Process<FeedCalls>): Promise<void> {
    for (;;) {
      try {
        onNews(await process.call('news', undefined))
      } catch (error) {
        down(process, (error as Error).message)
        return
      }
    }
  }

  async function start(): Promise<void> {
    const abort = new AbortController()
    const process = startProcess<FeedCalls>('live-feed', abort.signal)
    const opened = await process.call('open', { http: http(), port })
    port = opened.port
    running = { process, epoch: opened.epoch, kill: () => abort.abort(), gone: follow(process) }
    onState({ type: 'server', state: 'up', epoch: opened.epoch, atMs: monotonicMs() })
    const { problem } = await process.call('play', settings().feed)
    if (problem !== undefined) onProblem(problem)
  }

  return {
    get port() {
      return port
    },
    get epoch() {
      return running?.epoch ?? null
    },
    start,
    async restart() {
      const before = running
      ending = true
      before?.kill()
      await before?.gone
      ending = false
      await start()
    },
    play: async feed => (await up().process.call('play', feed)).problem,
    async renew() {
      ;({ port } = await up().process.call('renew', http()))
    },
    publish: async content => await up().process.call('publish', content),
    async close() {
      ending = true
      await running?.process.end()
    },
  }
}

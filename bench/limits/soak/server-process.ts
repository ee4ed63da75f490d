import type { Socket } from 'node:net'
import { createApp } from '../../../server/app.ts'
import { createFeed } from '../../../server/feed.ts'
import type { App } from '../../../server/listen.ts'
import { defaultAppOptions } from '../../../server/options.ts'
import { answerCalls } from '../../calls.ts'
import { lookAtProcess, type ProcessLook } from '../process-look.ts'

/** What the server's process holds. */
export interface ServerLook extends ProcessLook {
  /** By the HTTP server's own count. */
  readonly connections: number
  /** Sockets that are destroyed, and still held by something. */
  readonly retainedSockets: number
  /** What Node warned of: too many listeners, for one. */
  readonly warnings: readonly string[]
}

/** The calls of the soaked server's process; it needs `--expose-gc`. */
export interface SoakServerCalls {
  /** Serves a log that is full and grows at a steady pace. */
  open(setup: { readonly eventsPerSecond: number }): Promise<{ readonly port: number }>
  look(argument: undefined): Promise<ServerLook>
}

/** Few, so that the log turns over in seconds and what it holds does not count as growth. */
const capacityEvents = 200

const sockets = new Set<WeakRef<Socket>>()
const warnings: string[] = []
let app: App | undefined

const calls: SoakServerCalls = {
  async open({ eventsPerSecond }) {
    // A first stack makes Node load the source maps, which would look like growth later.
    void new Error('none').stack
    const feed = createFeed({ capacityEvents })
    const append = () => feed.append({ data: { text: 'steady', filler: 'x'.repeat(100) } })
    for (let event = 0; event < capacityEvents; event += 1) append()
    app = createApp(feed, defaultAppOptions)
    app.server.on('connection', socket => sockets.add(new WeakRef(socket)))
    const port = await app.listen(0, '127.0.0.1')
    setInterval(append, 1_000 / eventsPerSecond)
    return { port }
  },

  async look() {
    const look = await lookAtProcess()
    return { ...look, connections: await openConnections(), retainedSockets: retained(), warnings }
  },
}

function retained(): number {
  let count = 0
  for (const reference of sockets) {
    const socket = reference.deref()
    if (!socket) sockets.delete(reference)
    else if (socket.destroyed) count += 1
  }
  return count
}

function openConnections(): Promise<number> {
  return new Promise((resolve, reject) => {
    app!.server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })
}

process.on('warning', warning => warnings.push(String(warning)))
answerCalls(calls)

import type { Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { createApp } from '../../server/app.ts'
import { createFeed } from '../../server/feed.ts'
import type { App } from '../../server/listen.ts'
import type { Mount } from '../../server/options.ts'
import { answerCalls } from '../calls.ts'
import { fuzzEpoch } from './corpus.ts'
import { fuzzedApp, logEvents } from './limits.ts'
import type { ServerState } from './state.ts'

/** The calls of the server that is fuzzed. */
export interface FuzzedCalls {
  /** Serves a log that is full and grows at a steady pace; answers the port. */
  open(options: { mount: Mount }): Promise<number>
  /** Appends so many events at once. */
  fill(count: number): void
  /** Collects garbage, and tells what the process holds. */
  state(argument: undefined): Promise<ServerState>
  /** Never answers: the call fails when the process ends. */
  life(argument: undefined): Promise<never>
}

const capacity = { capacityEvents: logEvents, capacityBytes: 4_194_304 }
const appendEveryMs = 20
const feed = createFeed({ epoch: fuzzEpoch, ...capacity })
const sockets = new Set<WeakRef<Socket>>()
/** What no client may bring about: errors that the server logs, warnings of Node. */
const failures: string[] = []
let app: App | undefined

async function open({ mount }: { mount: Mount }): Promise<number> {
  // A first stack makes Node load the source maps, which would look like growth later.
  void new Error('none').stack
  const made = createApp(feed, { ...fuzzedApp, mount })
  app = made
  made.server.on('connection', socket => sockets.add(new WeakRef(socket)))
  const port = await made.listen(0, '127.0.0.1')
  setInterval(() => feed.append({ data: 'steady' }), appendEveryMs)
  return port
}

function fill(count: number): void {
  // Half of them of the topic that inputs ask for: a reader from the beginning is under back-pressure at once.
  for (let event = 0; event < count; event += 1) {
    feed.append({ data: 'x'.repeat(100), topic: event % 2 === 0 ? 'a' : undefined })
  }
}

async function state(): Promise<ServerState> {
  // What a turn dereferences is kept to its end, and what one collection finishes is freed by the next.
  for (let round = 0; round < 3; round += 1) {
    await turn()
    globalThis.gc!()
  }
  await turn()
  let retainedSockets = 0
  for (const reference of sockets) {
    const socket = reference.deref()
    if (!socket) sockets.delete(reference)
    else if (socket.destroyed) retainedSockets += 1
  }
  return {
    ...{
      heapBytes: process.memoryUsage().heapUsed,
      retainedSockets,
      head: feed.head,
      failures: [...failures],
    },
    resources: countByKind(process.getActiveResourcesInfo()),
    connections: await openConnections(),
  }
}

function openConnections(): Promise<number> {
  return new Promise((resolve, reject) => {
    app!.server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })
}

function countByKind(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

console.error = (...words: unknown[]) => {
  failures.push(words.map(word => (word instanceof Error ? word.stack : String(word))).join(' '))
}
process.on('warning', warning => failures.push(String(warning)))
answerCalls<FuzzedCalls>({ open, fill, state, life: () => new Promise<never>(() => {}) })

import { createConnection, type Socket } from 'node:net'
import { type Connect, createNodeEnvironment } from '../../../client/node.ts'
import { subscribe } from '../../../client/subscribe.ts'
import type { TransportName } from '../../../server/protocol.ts'
import { monotonicMs } from '../../../server/sources/clock.ts'
import type { Random } from '../../../server/sources/random.ts'

/** How a visitor leaves: its signal aborts, its reader goes, or its sockets are destroyed or reset under it. */
export const leaves = ['abort', 'return', 'destroy', 'reset'] as const
export type Leave = (typeof leaves)[number]

/** One client's visit. */
export interface VisitOptions {
  readonly transport: TransportName
  readonly url: URL
  readonly lifeMs: number
  readonly leave: Leave
  readonly random: Random
  /** Ends it before its time. */
  readonly signal: AbortSignal
}

/** What a visit came to. */
export interface Visit {
  readonly events: number
  readonly gaps: number
  /** How often the library tried again. */
  readonly retries: number
  /** What ended it that should not have; null where nothing did. */
  readonly failure: string | null
}

/** A visitor whose sockets are gone stays for up to so long: some of them wait for a retry, some are back by then. */
const afterlifeMs = 500

interface Visitor {
  readonly ending: AbortController
  readonly sockets: ReadonlySet<Socket>
  readonly random: Random
  /** Makes the reader leave at its next delivery. */
  leaveReading(): void
}

const ways: Readonly<Record<Leave, (visitor: Visitor) => void>> = {
  abort: ({ ending }) => ending.abort(),
  return: visitor => visitor.leaveReading(),
  destroy: visitor => without(visitor, socket => socket.destroy()),
  reset: visitor => without(visitor, socket => socket.resetAndDestroy()),
}

function without({ sockets, random, ending }: Visitor, end: (socket: Socket) => void): void {
  for (const socket of [...sockets]) end(socket)
  setTimeout(() => ending.abort(), random() * afterlifeMs)
}

/** Follows the feed by the project's own library until its time is over; resolves when it is gone. Never rejects. */
export async function visit({ signal, ...options }: VisitOptions): Promise<Visit> {
  const { random, lifeMs, leave } = options
  const sockets = new Set<Socket>()
  const wire = createNodeEnvironment({
    connect: connectInto(sockets),
    keepAlive: true,
    heads: 'minimal',
    random,
    now: monotonicMs,
  })
  const ending = new AbortController()
  const abort = () => ending.abort()
  const tally = { events: 0, gaps: 0, retries: 0 }
  let isLeaving = false
  const leaveReading = () => {
    isLeaving = true
  }
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  const life = setTimeout(() => ways[leave]({ ending, sockets, random, leaveReading }), lifeMs)
  try {
    const onState = ({ state }: { state: string }) => {
      if (state === 'reconnecting') tally.retries += 1
    }
    const feed = subscribe({ ...options, environment: wire, signal: ending.signal, onState })
    for await (const { type } of feed) {
      if (type === 'event') tally.events += 1
      if (type === 'gap') tally.gaps += 1
      if (isLeaving) break
    }
    return { ...tally, failure: null }
  } catch (error) {
    return { ...tally, failure: `${options.transport}, ${leave}: ${(error as Error).message}` }
  } finally {
    clearTimeout(life)
    signal.removeEventListener('abort', abort)
    wire.close()
  }
}

function connectInto(sockets: Set<Socket>): Connect {
  return options => {
    const socket = createConnection(options)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    return socket
  }
}

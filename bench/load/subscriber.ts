import { createNodeEnvironment, type NodeEnvironment } from '../../client/node.ts'
import { subscribe } from '../../client/subscribe.ts'
import type { ClientEnvironment, PollOptions } from '../../client/transport.ts'
import type { Take, TransportName } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { createRandom, derive } from '../../server/sources/random.ts'
import type { HeadProfile } from '../report/types.ts'
import { createSocketBook, type SocketBook } from './socket-book.ts'

/** What every subscriber of a load is started with. */
export interface SubscriberOptions {
  readonly transport: TransportName
  readonly url: string
  readonly heads: HeadProfile
  readonly keepAlive: boolean
  readonly poll: PollOptions
  readonly holdMs: number
  readonly take: Take
  /** Streams end by plan: go on at once, as a client that is told to reconnect does. */
  readonly reconnectAtOnce: boolean
  readonly seed: number
}

/** One client of the feed, which notes what came when. */
export interface Subscriber {
  /** Resolves when it has its opening cursor. Rejects with what ended it before. */
  readonly opened: Promise<void>
  /** The sequences of the events received, in order of receipt, and when, on the host's monotonic clock. */
  readonly sequences: readonly number[]
  readonly receivedMs: readonly number[]
  readonly counts: {
    readonly requests: number
    readonly empty: number
    readonly reconnects: number
    readonly gaps: number
  }
  readonly book: SocketBook
  /** Resolves once an event of this sequence or a later one has come. */
  reached(sequence: number): Promise<void>
  /** Ends the subscription and its connections. Rejects with what it failed of, if it did. */
  end(): Promise<void>
}

/** Starts client number `index` of a load. */
export function startSubscriber(index: number, options: SubscriberOptions): Subscriber {
  const book = createSocketBook()
  const counts = { requests: 0, empty: 0, reconnects: 0, gaps: 0 }
  const wire = createNodeEnvironment({
    connect: book.open,
    keepAlive: options.keepAlive,
    heads: options.heads,
    random: createRandom(derive(options.seed, `client ${index}`)),
    now: monotonicMs,
  })
  const ending = new AbortController()
  const sequences: number[] = []
  const receivedMs: number[] = []
  let resolveOpened = () => {}
  const awaited = createThreshold()

  async function run(): Promise<void> {
    const feed = subscribe({
      ...options,
      url: new URL(options.url),
      environment: countingRequests(wire, counts),
      signal: ending.signal,
      ...(options.reconnectAtOnce ? { backoff: { firstMs: 0 } } : {}),
      onState: ({ state }) => {
        if (state === 'reconnecting') counts.reconnects += 1
      },
    })
    for await (const delivery of feed) {
      const nowMs = monotonicMs()
      if (delivery.type === 'event') {
        const sequence = sequenceOf(delivery.cursor)
        sequences.push(sequence)
        receivedMs.push(nowMs)
        awaited.pass(sequence)
      } else if (delivery.type === 'open') resolveOpened()
      else if (delivery.type === 'gap') counts.gaps += 1
      else if (delivery.empty) counts.empty += 1
    }
  }

  const running = run()
  const opened = new Promise<void>((resolve, reject) => {
    resolveOpened = resolve
    running.catch(reject)
  })
  return {
    opened,
    sequences,
    receivedMs,
    counts,
    book,
    reached: awaited.reached,
    end: () => end(running, ending, wire, book),
  }
}

async function end(
  running: Promise<void>,
  ending: AbortController,
  wire: NodeEnvironment,
  book: SocketBook,
): Promise<void> {
  ending.abort()
  wire.close()
  await running
  await book.allClosed(AbortSignal.timeout(closeTimeoutMs))
}

const closeTimeoutMs = 2_000

/** The same environment, its requests counted as they are sent. */
function countingRequests(wire: ClientEnvironment, counts: { requests: number }): ClientEnvironment {
  return {
    ...wire,
    request: (url, init) => {
      counts.requests += 1
      return wire.request(url, init)
    },
  }
}

/** The bench numbers events by the second half of their cursor, which the server's side reports too. */
function sequenceOf(cursor: string): number {
  return Number(cursor.slice(cursor.lastIndexOf('.') + 1))
}

/** Lets one waiter wait until a rising number has been passed. */
function createThreshold() {
  let highest = 0
  let target = Number.POSITIVE_INFINITY
  let wake = () => {}
  return {
    pass(value: number): void {
      if (value > highest) highest = value
      if (highest >= target) wake()
    },
    reached(value: number): Promise<void> {
      if (highest >= value) return Promise.resolve()
      target = value
      return new Promise(resolve => {
        wake = resolve
      })
    },
  }
}

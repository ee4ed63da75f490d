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
  readonly topic?: string
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
  /** When each request was sent, and when each poll's empty answer had come. */
  readonly sentMs: readonly number[]
  readonly emptyMs: readonly number[]
  /** When it had its opening cursor. */
  readonly openedMs: () => number | undefined
  readonly counts: { readonly reconnects: number; readonly gaps: number }
  readonly book: SocketBook
  /** Resolves once an event of this sequence or a later one has come. */
  reached(sequence: number): Promise<void>
  /** Ends the subscription and its connections. Rejects with what it failed of, if it did. */
  end(): Promise<void>
}

/** Starts client number `index` of a load. */
export function startSubscriber(index: number, options: SubscriberOptions): Subscriber {
  const book = createSocketBook()
  const counts = { reconnects: 0, gaps: 0 }
  const sentMs: number[] = []
  const emptyMs: number[] = []
  let openedMs: number | undefined
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
      environment: timingRequests(wire, sentMs),
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
      } else if (delivery.type === 'open') {
        openedMs ??= nowMs
        resolveOpened()
      } else if (delivery.type === 'gap') counts.gaps += 1
      else if (delivery.empty) emptyMs.push(nowMs)
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
    sentMs,
    emptyMs,
    openedMs: () => openedMs,
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

/** The same environment, which notes when its requests are sent: polls, and what opens a stream or a WebSocket. */
function timingRequests(wire: ClientEnvironment, sentMs: number[]): ClientEnvironment {
  const timed =
    <Args extends unknown[], Result>(send: (...args: Args) => Result) =>
    (...args: Args): Result => {
      sentMs.push(monotonicMs())
      return send(...args)
    }
  return {
    ...wire,
    request: timed(wire.request),
    openEventStream: timed(wire.openEventStream),
    openWebSocket: timed(wire.openWebSocket),
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

import { createNodeEnvironment, type NodeEnvironment } from '../../client/node.ts'
import { openPublisher, publish } from '../../client/publish.ts'
import { type Delivery, TransportError, type TransportOptions } from '../../client/transport.ts'
import { transports } from '../../client/transports.ts'
import type { Json, TransportName } from '../../server/protocol.ts'
import type { SocketBook } from '../load/socket-book.ts'
import type { HeadProfile } from '../report/types.ts'

/** Where clients connect, and how. */
export interface Place {
  readonly url: URL
  readonly book: SocketBook
  readonly transport: TransportName
  readonly keepAlive: boolean
  readonly heads: HeadProfile
}

/** A subscriber that goes on only as it is asked. */
export interface Subscriber {
  /** Reads on until so many deliveries of a type have come. */
  next(type: Delivery['type'], count?: number): Promise<void>
  /** Ends between two deliveries: for polls, for then nothing is on its way. */
  leave(): Promise<void>
  /** Reads on until the server ends the session. */
  drain(): Promise<void>
}

/** An environment whose sockets the book sees. */
export function environmentOf({ book, keepAlive, heads }: Place): NodeEnvironment {
  return createNodeEnvironment({ connect: book.open, keepAlive, heads })
}

function sessionOf(place: Place, environment: NodeEnvironment, more: Partial<TransportOptions> = {}) {
  const { url, transport } = place
  const { signal } = new AbortController()
  const poll = { intervalMs: 20, pace: 'rate' } as const
  return transports[transport]({ url, environment, signal, poll, holdMs: 50, ...more })
}

/** Starts a session of the place's transport. */
export function openSubscriber(place: Place): Subscriber {
  const environment = environmentOf(place)
  const deliveries = sessionOf(place, environment)[Symbol.asyncIterator]()
  return {
    async next(type, count = 1) {
      for (let left = count; left > 0; ) {
        const { value, done } = await deliveries.next()
        if (done) throw new Error(`the session ended before a ${type} came`)
        if (value.type === type) left -= 1
      }
    },
    async leave() {
      await deliveries.return!()
      environment.close()
    },
    async drain() {
      await broken('closed', readToEnd(deliveries))
      environment.close()
    },
  }
}

/** Publishes pairs of texts, the first of each in a POST and the second on a WebSocket, and awaits `delivered`. */
export async function publishPairs(
  place: Place,
  pairs: readonly (readonly [posted: Json, sent: Json])[],
  delivered: (events: number) => Promise<unknown>,
): Promise<void> {
  const environment = environmentOf(place)
  const { signal } = new AbortController()
  const publisher = await openPublisher(environment, place.url, { signal })
  for (const [posted, sent] of pairs) {
    const both = [
      publish(environment, place.url, posted, { topic: 'posted', signal }),
      publisher.publish(sent),
    ]
    await Promise.all([...both, delivered(both.length)])
  }
  await broken('refused', publisher.publish('a topic that is too long', 't'.repeat(257)))
  await broken(
    'refused',
    publish(environment, new URL('nowhere/', place.url), 'a path that is not there', { signal }),
  )
  publisher.close()
  environment.close()
}

/** Asks for a session with a cursor that is none, and is refused. */
export async function beRefused(place: Place): Promise<void> {
  const environment = environmentOf(place)
  const deliveries = sessionOf(place, environment, { since: 'malformed' })
  await broken('refused', readToEnd(deliveries[Symbol.asyncIterator]()))
  environment.close()
}

async function readToEnd(deliveries: AsyncIterator<Delivery>): Promise<void> {
  while (!(await deliveries.next()).done) {
    // What still comes is only counted.
  }
}

/** Resolves when a promise rejects with a TransportError of this code, as it should. */
async function broken(code: TransportError['code'], promise: Promise<unknown>): Promise<void> {
  const outcome = await promise.then(
    () => new Error(`nothing was ${code}`),
    (error: unknown) => error,
  )
  if (!(outcome instanceof TransportError && outcome.code === code)) throw outcome
}

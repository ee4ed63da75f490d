import type { Feed } from '../../server/feed.ts'
import type { Json, TransportName } from '../../server/protocol.ts'
import { synthetic } from '../../server/sources/contents.ts'
import { createRandom } from '../../server/sources/random.ts'
import { startServer } from '../../server/test/start-server.ts'
import { createLink } from '../link/link.ts'
import { createSocketBook } from '../load/socket-book.ts'
import type { Books } from '../wire/books.ts'
import { createConnectionLedger } from '../wire/connection.ts'
import { type Captured, startCapture } from './capture.ts'
import { beRefused, openSubscriber, type Place, publishPairs, type Subscriber } from './captured-clients.ts'

/** What differs from run to run. */
export interface RunOptions extends Pick<Place, 'transport' | 'keepAlive' | 'heads'> {
  /** Whether the clients reach the server through a link; its port is captured then. */
  readonly link: boolean
  /** Of event records, of bodies that are posted and of WebSocket messages that publish. */
  readonly sizesBytes: readonly number[]
}

/** One run, counted twice. */
export interface CapturedRun {
  readonly ledger: Books
  readonly discrepancies: readonly string[]
  readonly sockets: number
  readonly capture: Captured
}

const capacityEvents = 6
const rttMs = 8
// Long enough that a busy machine answers a ping before the next is due.
const heartbeatMs = 400

/** Whether a client may hang up first: between two polls nothing is on its way, on a stream a record could be. */
const hangsUp: Readonly<Record<TransportName, boolean>> = {
  polling: true,
  'long-polling': true,
  streaming: false,
  sse: false,
  websocket: false,
}

/**
 * Runs clients of every kind against a server, each byte of them seen by a ledger and by a capture: two subscribers,
 * a WebSocket and POSTs that publish, polls without news or heartbeats, a gap, refusals, and a clean end.
 */
export async function capturedRun(
  options: RunOptions,
  createLedger = createConnectionLedger,
): Promise<CapturedRun> {
  const { transport, keepAlive, link: linked, sizesBytes } = options
  const server = await startServer({ heartbeatMs, keepAlive, capacityEvents })
  const link = linked ? await openLink(server.port) : undefined
  const port = link?.port ?? server.port
  const capture = await startCapture(port)
  const book = createSocketBook(createLedger)
  const place: Place = { ...options, url: new URL(`http://127.0.0.1:${port}/`), book }

  const subscribers = [openSubscriber(place), openSubscriber(place)]
  await follow(subscribers, server.feed, sizesBytes)
  await publishPairs(place, pairsOf(sizesBytes), events =>
    all(subscribers, each => each.next('event', events)),
  )
  await beRefused(place)
  if (hangsUp[transport]) await all(subscribers, each => each.leave())
  const drained = hangsUp[transport] ? undefined : all(subscribers, each => each.drain())
  await Promise.all([server.app.end(), drained])
  await book.allClosed(AbortSignal.timeout(5_000))
  await link?.close()
  return {
    ledger: book.books(),
    discrepancies: book.verify(),
    sockets: book.opened,
    capture: await capture.read(),
  }
}

function openLink(port: number) {
  const { signal } = new AbortController()
  return createLink({ to: { host: '127.0.0.1', port }, rttMs, seed: 1, signal })
}

function all(subscribers: readonly Subscriber[], act: (each: Subscriber) => Promise<void>) {
  return Promise.all(subscribers.map(act))
}

/** Openings, signs of life, a record of each size, several at once, and a gap. */
async function follow(subscribers: readonly Subscriber[], feed: Feed, sizesBytes: readonly number[]) {
  await all(subscribers, each => each.next('open'))
  await all(subscribers, each => each.next('alive'))
  const fills = sizesBytes.map(size => synthetic(size, createRandom(size)))
  for (const data of fills) {
    const came = all(subscribers, each => each.next('event'))
    feed.append({ data })
    await came
  }
  for (const data of fills) feed.append({ data, topic: 'Kīlauea' })
  await all(subscribers, each => each.next('event', fills.length))
  // More than the log holds, in one turn.
  for (let lost = 2, left = capacityEvents + lost; left > 0; left -= 1) feed.append({ data: left })
  await all(subscribers, each => each.next('gap'))
  await all(subscribers, each => each.next('event', capacityEvents))
}

/** Texts whose body or message has a size, and one that looks like what surrounds it. */
function pairsOf(sizesBytes: readonly number[]): (readonly [Json, Json])[] {
  const text = (bytes: number) => 'x'.repeat(bytes - '""'.length)
  const odd = { publish: 'ʻ"]},{\\', events: [{ id: 'a.1' }, 2.5], gap: 'data: {"id":\n\n', id: null }
  return [[odd, odd], ...sizesBytes.map(size => [text(size), text(size - '{"publish":}'.length)] as const)]
}

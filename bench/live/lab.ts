import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { monotonicMs } from '../../server/sources/clock.ts'
import { createRandom } from '../../server/sources/random.ts'
import { createLink, type Link, type LinkOptions } from '../link/link.ts'
import type { Tap } from '../link/tap.ts'
import { createFeedServer, type FeedServer } from './feed-server.ts'
import { createHandshakeServer } from './handshake/server.ts'
import { createCommandHandler, type LabParts } from './lab-commands.ts'
import { createPageServer, originsOf } from './page-server.ts'
import { createPages, type Pages } from './pages.ts'
import type { LivePorts, LiveSettings, Telemetry } from './protocol.ts'
import { createRecorder } from './recorder.ts'
import { createSeatsRouter } from './seats/router.ts'
import { createSeats, type Seats } from './seats.ts'
import { firstSettings } from './settings.ts'
import { createTabBooks } from './tab-books.ts'

/** What a lab is made with. */
export interface LabOptions {
  /** The page's port, the next two being the link's and the faults'; 0 picks three. */
  readonly port: number
  readonly pageDirectory: string
  readonly resultsDirectory: string
}

/** A lab that is open. */
export interface Lab {
  readonly ports: LivePorts
  /** Ends every connection and the feed's process, and stops listening. */
  close(): Promise<void>
}

/** Opens the page, the link and the faults, then the feed behind them; when one fails, what was opened is closed. */
export async function openLab(options: LabOptions): Promise<Lab> {
  const ending = new AbortController()
  const closing: (() => unknown)[] = []
  const close = async () => {
    ending.abort()
    await Promise.all(closing.splice(0).map(end => end()))
  }
  try {
    return { ports: await open(options, ending.signal, closing), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function open(
  { port, ...directories }: LabOptions,
  signal: AbortSignal,
  closing: (() => unknown)[],
): Promise<LivePorts> {
  const ports = { page: port, link: port && port + 1, handshake: port && port + 2 }
  const origins = () => originsOf(ports.page)
  const startedMs = monotonicMs()
  const books = createTabBooks()
  const broadcast = (item: Telemetry): void => pages.broadcast(item)
  const recorder = createRecorder(broadcast, books)
  const feed = feedServerOf({ origins, settings: () => parts.settings, broadcast })
  const seats = seatsOf(feed, broadcast)
  const pages = createPages({
    hello: (tab, tabs) => ({
      ...{ type: 'hello', nowMs: monotonicMs(), startedMs, tab, ports, settings: parts.settings },
      ...{ epoch: feed.epoch, tabs },
    }),
    onMessage: (page, text) => handle(page, text),
    books,
  })
  closing.push(feed.close, seats.close, pages.close)

  const page = createServer(
    createPageServer({ ...directories, ports: () => ports, seats: createSeatsRouter(seats) }),
  )
  closing.push(() => closeServer(page))
  ports.page = await listen(page, ports.page)
  const link = await linkTo(feed, { listenPort: ports.link, signal, tap: recorder.tap })
  closing.push(link.close)
  ports.link = link.port
  const handshake = createHandshakeServer({ allowsOrigin: origin => origins().includes(origin) })
  closing.push(handshake.close)
  ports.handshake = await handshake.listen(ports.handshake)

  const parts: LabParts = { settings: firstSettings, link, feed, recorder, books, broadcast }
  const handle = createCommandHandler(parts)
  await feed.start()
  page.on('upgrade', acceptPage(pages, origins()))
  return ports
}

/** What tells the pages of the feed's process. */
interface FeedWatch {
  readonly origins: () => readonly string[]
  readonly settings: () => LiveSettings
  readonly broadcast: (item: Telemetry) => void
}

function feedServerOf({ origins, settings, broadcast }: FeedWatch): FeedServer {
  const onProblem = (text: string): void => broadcast({ type: 'problem', text })
  return createFeedServer({
    allowedOrigins: origins,
    settings,
    onNews({ events, problems }) {
      for (const event of events) broadcast(event)
      for (const text of problems) onProblem(text)
    },
    onState: broadcast,
    onProblem,
  })
}

function seatsOf({ publish }: FeedServer, broadcast: FeedWatch['broadcast']): Seats {
  return createSeats({
    publish,
    random: createRandom(firstSettings.feed.seed),
    onProblem: text => broadcast({ type: 'problem', text }),
  })
}

/** Leads to wherever the feed listens when a connection opens. */
async function linkTo(
  feed: FeedServer,
  { tap, ...options }: Pick<LinkOptions, 'listenPort' | 'signal'> & { readonly tap: Tap },
): Promise<Link> {
  const to = {
    host: '127.0.0.1',
    get port() {
      return feed.port
    },
  }
  const { link, feed: first } = firstSettings
  return await createLink({ ...options, ...link, proxyHeeds: false, to, seed: first.seed }, undefined, tap)
}

/** Lets pages of the lab's own origins, and clients that are no browser, have telemetry. */
function acceptPage(pages: Pages, origins: readonly string[]) {
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const { origin } = request.headers
    const isKnown = /^\/telemetry(\?|$)/.test(request.url!)
    if (isKnown && (origin === undefined || origins.includes(origin))) {
      pages.accept(request, socket, head)
      return
    }
    socket.on('error', () => socket.destroy())
    socket.end(`HTTP/1.1 ${isKnown ? '403 Forbidden' : '404 Not Found'}\r\nConnection: close\r\n\r\n`)
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen({ port, host: '127.0.0.1' })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise(resolve => server.close(resolve))
  server.closeAllConnections()
  await closed
}

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { watchPulse } from '../../server/pulse.ts'
import { createOutbox } from './outbox.ts'
import type { HelloTelemetry, Telemetry } from './protocol.ts'
import type { TabBooks } from './tab-books.ts'

/** One page that is open: its telemetry socket. */
export interface Page {
  readonly tab: number
  /** Sends with the next batch. */
  put(item: Telemetry): void
  /** Sends at once, past the batches, unless the page takes nothing. */
  putNow(item: Telemetry): void
}

/** What the pages are given and who hears them. */
export interface PagesOptions {
  readonly hello: (tab: number, tabs: number) => HelloTelemetry
  readonly onMessage: (page: Page, text: string) => void
  readonly books: TabBooks
}

/** The pages that are open. */
export interface Pages {
  /** Takes over a connection that asks to become a telemetry socket. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  broadcast(item: Telemetry): void
  close(): void
}

const booksEveryMs = 250
const pulseMs = 15_000
/** Bytes that a page has not taken, from which on even an answer is not sent. */
const mostUnsentBytes = 4_194_304

/** No page yet. */
export function createPages({ hello, onMessage, books }: PagesOptions): Pages {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 1_048_576,
  })
  const pages = new Map<Page, WebSocket>()
  let tabs = 0

  const broadcast = (item: Telemetry): void => {
    for (const page of pages.keys()) page.put(item)
  }
  const sendBooks = setInterval(() => {
    for (const page of pages.keys()) for (const item of books.take(page.tab)) page.put(item)
  }, booksEveryMs)

  function open(channel: WebSocket, socket: Duplex): void {
    tabs += 1
    const tab = tabs
    books.open(tab)
    const outbox = outboxOf(channel)
    const page: Page = { tab, put: outbox.put, putNow: item => sendNow(channel, item) }
    pages.set(page, channel)
    page.putNow(hello(tab, pages.size))
    tellTabs(page)
    const stopPulse = watchPulse(channel, socket, pulseMs)
    channel.on('message', (data: RawData) => onMessage(page, data.toString()))
    // A frame that cannot be read; the close that follows ends the page.
    channel.on('error', () => channel.terminate())
    channel.once('close', () => {
      stopPulse()
      outbox.stop()
      pages.delete(page)
      books.close(tab)
      tellTabs()
    })
  }
  /** The page that has just opened knows already. */
  function tellTabs(besides?: Page): void {
    for (const page of pages.keys()) if (page !== besides) page.put({ type: 'tabs', tabs: pages.size })
  }

  return {
    accept: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, channel => open(channel, socket)),
    broadcast,
    close() {
      clearInterval(sendBooks)
      for (const channel of pages.values()) channel.terminate()
    },
  }
}

function sendNow(channel: WebSocket, item: Telemetry): void {
  if (channel.readyState === channel.OPEN && channel.bufferedAmount <= mostUnsentBytes)
    channel.send(JSON.stringify([item]))
}

function outboxOf(channel: WebSocket) {
  return createOutbox({
    send: text => channel.send(text),
    unsentBytes: () => channel.bufferedAmount,
    later(action, delayMs) {
      const timer = setTimeout(action, delayMs)
      return () => clearTimeout(timer)
    },
  })
}

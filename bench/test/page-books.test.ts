import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { lab as words } from '../../client/page/i18n/en/lab.ts'
import { type TransportName, transportNames } from '../../server/protocol.ts'
import { launchChromium } from '../live/chromium.ts'
import type { BooksTelemetry, LiveChanges, MessageTelemetry, Telemetry } from '../live/protocol.ts'
import { type Books, byteCategories, emptyBooks, sumBooks } from '../wire/books.ts'
import { type Captured, startCapture } from './capture.ts'
import { openPage, startLab, type TestPage } from './lab.ts'
import { type LabPage, openLabPage, patience } from './page/lab-page.ts'
import { cardsOf, receiptsOf, sessionsOf, untilAllDeliver } from './page/reading.ts'

type OfTransports<T> = Partial<Record<TransportName, T>>

/** The last books that a page was told, by transport. */
function booksIn(telemetry: readonly Telemetry[]): OfTransports<BooksTelemetry> {
  const books = telemetry.filter(item => item.type === 'books')
  return Object.fromEntries(books.map(item => [item.transport, item]))
}

/** The messages that were told, each as it was last. */
function messagesIn(telemetry: readonly Telemetry[]): readonly MessageTelemetry[] {
  const told = telemetry.filter((item): item is MessageTelemetry => item.type === 'message')
  return [...new Map(told.map(message => [message.id, message])).values()]
}

/** The books of messages. */
function booksOf(telemetry: readonly Telemetry[], fits: (message: MessageTelemetry) => boolean): Books {
  return messagesIn(telemetry)
    .filter(fits)
    .reduce((sum, { way, bytes }) => {
      const total = byteCategories.reduce((all, category) => all + bytes[category], 0)
      return sumBooks([sum, { ...emptyBooks(), [way]: { ...bytes, total } }])
    }, emptyBooks())
}

/** What the page asks for: the lab has it already, since figures begin anew with another workload. */
const asked = { feed: 'manual', rate: 10, rtt: 20, interval: 200, heartbeat: 1 }
const changes: LiveChanges = {
  feed: { kind: 'manual', eventsPerSecond: 10 },
  link: { rttMs: 20 },
  heartbeatMs: 1_000,
}

/** Publishes events, three at a time, each three when all transports have those before. */
async function publishAll(watcher: TestPage, page: Page): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    for (const place of ['Kīlauea', 'Ulleungdo', 'x'.repeat(200 * round)]) await watcher.publish({ place })
    const { cursor } = watcher.items.findLast(item => item.type === 'event')!
    const behind = async () => (await sessionsOf(page)).filter(session => session.cursor !== cursor)
    await expect.poll(behind, patience).toEqual([])
  }
}

/** Ends the subscriptions, and waits until no byte is under way. */
async function settle({ page, telemetry }: LabPage, tab: number): Promise<OfTransports<BooksTelemetry>> {
  await page.evaluate(() => window.lab.sessions.stop())
  const open = () => {
    const books = booksIn(telemetry)
    return (['streaming', 'sse', 'websocket'] as const).map(name => books[name]?.connections.open)
  }
  await expect.poll(open, patience).toEqual([0, 0, 0])
  const difference = () => {
    const told = sumBooks(Object.values(booksIn(telemetry)).map(({ books }) => books))
    const summed = booksOf(telemetry, message => message.tab === tab)
    return { told, summed }
  }
  await expect.poll(() => difference().told, patience).toEqual(difference().summed)
  return booksIn(telemetry)
}

const shown = (value: number) =>
  value.toLocaleString('en', value >= 1_000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 })

/** What the cards have to say of these books. */
async function expectedCards(page: Page, books: OfTransports<BooksTelemetry>) {
  const receipts = await receiptsOf(page)
  const cards = transportNames.map(name => {
    const events = receipts.filter(({ transport }) => transport === name).length
    const { books: own, requests, connections } = books[name]!
    const total = own.up.total + own.down.total
    const figures = {
      [words.counterRequests]: shown(requests.sent),
      [words.counterConnections]: `${shown(connections.opened)} (${shown(connections.open)})`,
      [words.counterHead]: shown((own.up.head + own.down.head) / events),
      [words.counterOverhead]: shown((total - own.up.payload - own.down.payload) / events),
      [words.counterTotal]: shown(total / events),
    }
    return [name, { figures }] as const
  })
  return Object.fromEntries(cards)
}

const escapes: Readonly<Record<string, string>> = { '\\r': '\r', '\\n\n': '\n' }

/** The newest request of each transport, as the inspector shows its bytes. */
async function inspectedRequests({ page, telemetry }: LabPage, tab: number): Promise<readonly string[]> {
  const requests = transportNames.map(
    transport =>
      telemetry.findLast(
        (item): item is MessageTelemetry =>
          item.type === 'message' &&
          item.kind === 'request' &&
          item.tab === tab &&
          item.transport === transport,
      )!,
  )
  const texts = []
  for (const { id, name } of requests) {
    await page.evaluate(chosen => window.lab.store.set({ chosen }), id)
    const text = () => page.textContent('.inspector-bytes', { timeout: patience.timeout })
    await expect.poll(text, patience).toContain(name)
    texts.push((await text())!.replaceAll(/\\r|\\n\n/g, each => escapes[each]!))
  }
  return texts
}

describe('the bytes that the page shows', () => {
  it('are the ledger’s, and a capture’s of Chromium’s own requests and their answers', async () => {
    const lab = await startLab()
    const watcher = await openPage(lab.port)
    await watcher.set(changes)
    const capture = await startCapture(watcher.hello.ports.link)
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const opened = await openLabPage(browser, lab.port, asked)
    const { page } = opened
    await untilAllDeliver(page, 0)
    await publishAll(watcher, page)
    const tab = (await page.evaluate(() => window.lab.store.get().tab))!
    const books = await settle(opened, tab)
    await expect.poll(() => cardsOf(page), patience).toMatchObject(await expectedCards(page, books))
    const requests = await inspectedRequests(opened, tab)

    await browser.close()
    lab.child.kill('SIGINT')
    expect(await lab.ended).toBe(0)
    const captured = await capture.read()
    const packets = await readFile(capture.path)
    expect(requests.filter(request => !packets.includes(request))).toEqual([])
    compare(captured, books, watcher.items)
  })
})

/** Lays a capture beside the books of a page and what telemetry told of all. */
function compare(
  { up, down, connections, paths }: Captured,
  books: OfTransports<BooksTelemetry>,
  told: readonly Telemetry[],
): void {
  // The poll that begins an event stream bears no page's number, so that it is in nobody's books.
  const isUnmarked = ({ tab }: MessageTelemetry) => tab === null
  const unmarked = booksOf(told, isUnmarked)
  const opening = messagesIn(told).filter(message => message.kind === 'request' && isUnmarked(message))
  expect(opening.length).toBeGreaterThan(0)
  expect(Object.keys(paths).sort()).toEqual(transportNames.map(name => `/${name}`).sort())
  for (const name of transportNames) {
    const own = name === 'polling' ? sumBooks([books[name]!.books, unmarked]) : books[name]!.books
    const { requests, ...captured } = paths[`/${name}`]!
    expect(own, name).toEqual(captured)
    expect(requests, name).toBe(books[name]!.requests.sent + (name === 'polling' ? opening.length : 0))
    expect(own.up.head, name).toBeGreaterThan(0)
    expect(own.down.payload, name).toBeGreaterThan(0)
  }
  const all = [...Object.values(books).map(each => each.books), unmarked]
  expect(sumBooks(all)).toEqual({ up, down })
  const opened = told.filter(item => item.type === 'connection' && item.state === 'opened')
  expect(opened).toHaveLength(connections)
}

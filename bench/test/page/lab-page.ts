import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { launchChromium } from '../../live/chromium.ts'
import type { Telemetry } from '../../live/protocol.ts'
import { opened, type RunningLab, spawnLab } from '../lab.ts'

/** What is asked of the page by its address; what is not given is set to what a new lab has. */
export type Query = Readonly<Record<string, string | number>>

/** How a page is opened. */
export interface OpenOptions
  extends Pick<BrowserContextOptions, 'viewport' | 'permissions' | 'reducedMotion'> {
  readonly view?: string
}

/** A page of the lab in a browser. */
export interface LabPage {
  readonly page: Page
  /** Errors and warnings of the console, and what no script caught, in their order. */
  readonly complaints: string[]
  /** Every address that was asked for, WebSockets too. */
  readonly addresses: string[]
  /** What its telemetry socket received, as it came over the wire. */
  readonly telemetry: Telemetry[]
}

/** A lab that runs as a process, and a browser, both for all tests of a file. */
export interface LabAndBrowser {
  readonly port: number
  /** Opens a page in a profile of its own, which ends with the test; resolves when the lab has done what the address asks. */
  open(query?: Query, options?: OpenOptions): Promise<LabPage>
}

const usual: Query = {
  ...{ lang: 'en', feed: 'poisson', rate: 10, seed: 7, payload: 'none', rtt: 20, jitter: 0, stall: 0 },
  ...{ bandwidth: 'none', blackhole: 'off', proxy: 'off', keepalive: 'on', heartbeat: 5 },
}

/** Long enough for a machine that others use as well; a test waits for what it needs, not for this. */
export const patience = { timeout: 60_000, interval: 50 }

/** Starts a lab and a browser before the tests of a file, and ends both behind them. */
export function useLab(): LabAndBrowser {
  let lab: RunningLab
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
    lab = await opened(spawnLab('--port', '0'))
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    lab?.child.kill('SIGKILL')
    await lab?.ended
  })
  return {
    get port() {
      return lab.port
    },
    open: (query, options) => openLabPage(browser, lab.port, query, options),
  }
}

/** Opens a page of the lab on a port; see {@link LabAndBrowser.open}. */
export async function openLabPage(
  browser: Browser,
  port: number,
  query: Query = {},
  { view = 'lab', ...options }: OpenOptions = {},
): Promise<LabPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const watched = watch(page)
  const asked = { ...usual, ...query }
  const words = Object.entries(asked).map(([name, value]) => [name, String(value)])
  await page.goto(`http://localhost:${port}/?${new URLSearchParams(words)}#${view}`)
  if (!('replay' in asked)) await expect.poll(() => holds(page, asked), patience).toBe(true)
  return { page, ...watched }
}

/** Notes what a page complains of, asks for and receives from now on. */
export function watch(page: Page): Omit<LabPage, 'page'> {
  const complaints: string[] = []
  const addresses: string[] = []
  const telemetry: Telemetry[] = []
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type()))
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', error => complaints.push(`uncaught: ${error.message}`))
  page.on('request', request => addresses.push(request.url()))
  page.on('websocket', socket => {
    addresses.push(socket.url())
    if (new URL(socket.url()).pathname !== '/telemetry') return
    socket.on('framereceived', ({ payload }) => {
      telemetry.push(...(JSON.parse(String(payload)) as Telemetry[]))
    })
  })
  return { complaints, addresses, telemetry }
}

/** Whether the page knows the host's clock and its number, and the lab says that what was asked for holds. */
async function holds(page: Page, asked: Query): Promise<boolean> {
  const state = await page.evaluate(() => window.lab?.store.get())
  if (state === undefined || state.tab === null || state.clock === null) return false
  const { feed, link, keepAlive, heartbeatMs } = state.settings
  const said: Query = {
    ...{ feed: feed.kind, rate: feed.eventsPerSecond, seed: feed.seed, payload: feed.payloadBytes ?? 'none' },
    ...{ rtt: link.rttMs, jitter: link.jitterMs, stall: link.stallShare * 100 },
    bandwidth: link.bandwidthBitsPerSecond === null ? 'none' : link.bandwidthBitsPerSecond / 1_000,
    blackhole: link.blackHole ? 'on' : 'off',
    proxy: link.proxyHoldBytes === null ? 'off' : 'on',
    keepalive: keepAlive ? 'on' : 'off',
    heartbeat: heartbeatMs / 1_000,
  }
  return Object.entries(said).every(([name, value]) => value === asked[name])
}

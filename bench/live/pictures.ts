import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { readFlags, UsageError } from '../../server/flags.ts'
import { buildDirectory } from '../processes.ts'
import { exitStatus } from '../status.ts'
import { launchChromium } from './chromium.ts'
import { openLab } from './lab.ts'

const directory = 'client/pictures'

/** What is photographed, and what is done before. */
interface Picture {
  readonly view: 'lab' | 'handshake' | 'seats'
  readonly theme: 'light' | 'dark'
  /** How long the view runs first, in milliseconds. */
  readonly afterMs: number
  readonly act?: (page: Page) => Promise<void>
}

/** Events from the page go up the WebSocket, so that the picture shows both directions. */
const publishSome = async (page: Page) => {
  await page.click('#publish')
  await delay(1_700)
  await page.click('#publish')
  await delay(900)
}

const pictures: Readonly<Record<string, Picture>> = {
  'lab-light': { view: 'lab', theme: 'light', afterMs: 15_000, act: publishSome },
  'lab-dark': { view: 'lab', theme: 'dark', afterMs: 15_000, act: publishSome },
  'handshake-light': { view: 'handshake', theme: 'light', afterMs: 2_000 },
  'seats-light': { view: 'seats', theme: 'light', afterMs: 20_000 },
}

/** `npm run pictures`: photographs the page as it runs, for the README. */
async function main(): Promise<void> {
  await mkdir(directory, { recursive: true })
  const build = buildDirectory()
  const lab = await openLab({
    ...{ port: 0, pageDirectory: join(build, 'page'), resultsDirectory: join(dirname(build), 'results') },
  })
  try {
    const browser = await launchChromium()
    try {
      for (const [name, picture] of Object.entries(pictures)) {
        const path = join(directory, `${name}.png`)
        await photograph(browser, lab.ports.page, picture, path)
        console.log(path)
      }
    } finally {
      await browser.close()
    }
  } finally {
    await lab.close()
  }
}

async function photograph(
  browser: Browser,
  port: number,
  { view, theme, afterMs, act }: Picture,
  path: string,
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  try {
    await page.goto(`http://localhost:${port}/?lang=en&theme=${theme}#${view}`)
    await delay(afterMs)
    await act?.(page)
    await page.screenshot({ path })
  } finally {
    await page.close()
  }
}

try {
  const { words } = readFlags(process.argv.slice(2), {})
  if (words.length > 0) throw new UsageError(`every option begins with --, got ${JSON.stringify(words[0])}`)
  await main()
} catch (error) {
  console.error(`pictures: ${(error as Error).message}`)
  process.exit(error instanceof UsageError ? exitStatus.usage : exitStatus.failed)
}

import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { readFlags, UsageError, wholeNumber } from '../../server/flags.ts'
import { buildDirectory } from '../processes.ts'
import { quantile } from '../statistics/quantile.ts'
import { exitStatus } from '../status.ts'
import { launchChromium } from './chromium.ts'
import { firstViewLine, measureFirstViews } from './first-view.ts'
import { openLab } from './lab.ts'

const shape = {
  seconds: wholeNumber(1, 86_400).default(300),
  rate: wholeNumber(1, 200).default(50),
}

interface FramesOptions {
  readonly seconds: number
  readonly rate: number
}

/** How often the page is opened for its first view. */
const firstViews = 5

/** How often a line is printed, in seconds. */
const sliceSeconds = 10

/** A frame that takes longer than this was not drawn at 60 a second; in milliseconds. */
const lateMs = 25

/** What the page has to keep to, in milliseconds. */
const bounds = { p50: 17, p95: 33 } as const

/** What the page did in a slice of time. */
interface Slice {
  /** From each frame to the next, in milliseconds. */
  readonly intervalsMs: readonly number[]
  readonly delivered: number
  readonly lost: number
  readonly duplicated: number
}

/** `npm run frames`: opens the Lab with every column in Chromium, and tells how soon it is seen and how evenly it draws over a long time. */
async function main({ seconds, rate }: FramesOptions): Promise<void> {
  const build = buildDirectory()
  const lab = await openLab({
    ...{ port: 0, pageDirectory: join(build, 'page'), resultsDirectory: join(dirname(build), 'results') },
  })
  try {
    const browser = await launchChromium()
    try {
      console.log(
        firstViewLine(await measureFirstViews(browser, `http://localhost:${lab.ports.page}/`, firstViews)),
      )
      const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
      await page.goto(`http://localhost:${lab.ports.page}/?feed=poisson&rate=${rate}`)
      await untilItDelivers(page)
      await measure(page, seconds)
    } finally {
      await browser.close()
    }
  } finally {
    await lab.close()
  }
}

async function untilItDelivers(page: Page): Promise<void> {
  const isReady = () =>
    page.evaluate(() => {
      const shown = window.lab?.sessions.shown ?? []
      return shown.length > 1 && shown.every(({ counts }) => counts.delivered > 0)
    })
  while (!(await isReady())) await delay(100)
}

async function measure(page: Page, seconds: number): Promise<void> {
  const all: number[] = []
  const heap = await createHeapReader(page)
  for (let done = 0; done < seconds; done += sliceSeconds) {
    const slice = await measureSlice(page, Math.min(sliceSeconds, seconds - done) * 1_000)
    all.push(...slice.intervalsMs)
    const at = String(done + sliceSeconds).padStart(5)
    console.log(`${at} s  ${lineOf(slice.intervalsMs)}  ${stateOf(slice)}, heap ${await heap()}`)
  }
  console.log(`in all   ${lineOf(all)}`)
  const rising = [...all].sort((a, b) => a - b)
  const holds = (quantile(rising, 0.5) ?? 0) <= bounds.p50 && (quantile(rising, 0.95) ?? 0) <= bounds.p95
  console.log(`p50 at most ${bounds.p50} ms and p95 at most ${bounds.p95} ms: ${holds ? 'yes' : 'no'}`)
  if (!holds) process.exitCode = exitStatus.failed
}

/** Reads what the page's heap holds once what nobody uses has been collected; between slices, for that takes long. */
async function createHeapReader(page: Page): Promise<() => Promise<string>> {
  const session = await page.context().newCDPSession(page)
  return async () => {
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    return `${(usedSize / 1e6).toFixed(1)} MB`
  }
}

function measureSlice(page: Page, forMs: number): Promise<Slice> {
  return page.evaluate(async durationMs => {
    const intervalsMs: number[] = []
    await new Promise<void>(resolve => {
      const startMs = performance.now()
      let beforeMs = startMs
      const next = (nowMs: number): void => {
        intervalsMs.push(nowMs - beforeMs)
        beforeMs = nowMs
        if (nowMs - startMs < durationMs) requestAnimationFrame(next)
        else resolve()
      }
      requestAnimationFrame(nowMs => {
        beforeMs = nowMs
        requestAnimationFrame(next)
      })
    })
    const counts = window.lab.sessions.shown.map(session => session.counts)
    const sum = (name: 'delivered' | 'lost' | 'duplicated') =>
      counts.reduce((total, count) => total + count[name], 0)
    return {
      intervalsMs,
      ...{ delivered: sum('delivered'), lost: sum('lost'), duplicated: sum('duplicated') },
    }
  }, forMs)
}

function lineOf(intervalsMs: readonly number[]): string {
  const rising = [...intervalsMs].sort((a, b) => a - b)
  const ms = (share: number) => (quantile(rising, share) ?? 0).toFixed(1)
  const totalMs = rising.reduce((sum, each) => sum + each, 0)
  const late = rising.filter(each => each > lateMs).length
  const rate = ((rising.length / totalMs) * 1_000).toFixed(1)
  return `${rate} frames/s, p50 ${ms(0.5)} ms, p95 ${ms(0.95)} ms, p99 ${ms(0.99)} ms, longest ${ms(1)} ms, ${late} of ${rising.length} over ${lateMs} ms`
}

function stateOf({ delivered, lost, duplicated }: Slice): string {
  return `${delivered} delivered, ${lost} lost, ${duplicated} duplicated`
}

try {
  const { values, words } = readFlags(process.argv.slice(2), shape)
  if (words.length > 0) throw new UsageError(`every option begins with --, got ${JSON.stringify(words[0])}`)
  await main(values)
} catch (error) {
  console.error(`frames: ${(error as Error).message}`)
  process.exit(error instanceof UsageError ? exitStatus.usage : exitStatus.failed)
}

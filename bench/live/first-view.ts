import { setTimeout as delay } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { quantile } from '../statistics/quantile.ts'

/** When a page was first seen, in milliseconds from the start of its navigation. */
export interface FirstView {
  /** The first text on the screen (Paint Timing, first contentful paint). */
  readonly paintMs: number
  /** The first drawing of the ladders. */
  readonly ladderMs: number
}

/** Opens an address some times, each in a profile of its own with nothing in its cache, and tells when it was seen. */
export async function measureFirstViews(
  browser: Browser,
  url: string,
  times: number,
): Promise<readonly FirstView[]> {
  const views: FirstView[] = []
  for (let time = 0; time < times; time += 1) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
    await page.goto(url)
    views.push(await firstViewOf(page))
    await page.close()
  }
  return views
}

async function firstViewOf(page: Page): Promise<FirstView> {
  for (;;) {
    const [paintMs, ladderMs] = await page.evaluate(() =>
      ['first-contentful-paint', 'ladder'].map(name => performance.getEntriesByName(name)[0]?.startTime),
    )
    if (paintMs !== undefined && ladderMs !== undefined) return { paintMs, ladderMs }
    await delay(20)
  }
}

/** The views in a line: medians and the slowest. */
export function firstViewLine(views: readonly FirstView[]): string {
  const ms = (of: (view: FirstView) => number) => {
    const rising = views.map(of).sort((a, b) => a - b)
    return `${(quantile(rising, 0.5) ?? 0).toFixed(0)} ms, at most ${(rising.at(-1) ?? 0).toFixed(0)} ms`
  }
  const [text, ladder] = [ms(view => view.paintMs), ms(view => view.ladderMs)]
  return `first view of ${views.length}: text after ${text}; ladders after ${ladder}`
}

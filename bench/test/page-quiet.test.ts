import { readFileSync } from 'node:fs'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useLab } from './page/lab-page.ts'
import { untilAllDeliver } from './page/reading.ts'
import { bring, openFolds, type Stand, stands } from './page/views.ts'

const lab = useLab()
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

/** Each language and theme, at the width of a projector or of a phone. */
const looks = [
  ['en', 'light', 1280],
  ['en', 'dark', 320],
  ['ko', 'light', 320],
  ['ko', 'dark', 1280],
] as const

/** What axe finds wrong in the page as it stands, everything that folds being open. */
async function wrongs(page: Page): Promise<readonly string[]> {
  await openFolds(page)
  const options: RunOptions = { resultTypes: ['violations'] }
  const { violations } = await page.evaluate(async given => {
    const { axe: tool } = window as unknown as {
      axe: { run(on: Document, how: RunOptions): Promise<AxeResults> }
    }
    return await tool.run(document, given)
  }, options)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}

describe.each(looks)('the page in %s, %s, %i px wide', (lang, theme, width) => {
  it('has nothing that axe finds in any view, and asks no other host', async () => {
    const { page, addresses } = await lab.open(
      { lang, theme, rate: 5, interval: 200 },
      { viewport: { width, height: 720 } },
    )
    await untilAllDeliver(page, 3)
    await page.evaluate(axe)
    const found: Partial<Record<Stand, readonly string[]>> = {}
    for (const stand of stands) {
      await bring(page, stand)
      found[stand] = await wrongs(page)
    }
    expect(found).toEqual(Object.fromEntries(stands.map(stand => [stand, []])))
    expect(addresses.length).toBeGreaterThan(0)
    expect(foreign(addresses)).toEqual([])
  })
})

/** Addresses of other hosts. */
function foreign(addresses: readonly string[]): readonly string[] {
  const away = (address: string) => new URL(address).hostname !== 'localhost'
  return addresses.filter(address => !/^(blob:|data:)/.test(address) && away(address))
}

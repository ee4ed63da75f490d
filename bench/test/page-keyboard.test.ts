import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type TransportName, transportNames } from '../../server/protocol.ts'
import { tabThrough } from './page/focus.ts'
import { patience, useLab } from './page/lab-page.ts'
import { untilAllDeliver } from './page/reading.ts'
import { bring, openFolds, ready, stands } from './page/views.ts'

const lab = useLab()

/** Presses Tab until what has the focus fits. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(wanted => document.activeElement?.matches(wanted), selector)) return
  }
  throw new Error(`Tab does not come to ${selector}`)
}

const focusedId = (page: Page) => page.evaluate(() => document.activeElement?.id)

describe('the keyboard alone', () => {
  it('comes to every control of every view, and the focus is seen', async () => {
    const { page } = await lab.open({ interval: 200 })
    await untilAllDeliver(page, 3)
    for (const stand of stands) {
      await bring(page, stand)
      await openFolds(page)
      const { count, ...wrong } = await tabThrough(page)
      expect({ stand, ...wrong }).toEqual({ stand, unseen: [], missed: [] })
      expect(count, stand).toBeGreaterThan(10)
    }
  })

  it('reaches the views, a control, an arrow and its bytes', async () => {
    const { page } = await lab.open({ interval: 200 })
    await untilAllDeliver(page, 3)
    await tabTo(page, 'a[href="#results"]')
    await page.keyboard.press('Enter')
    await page.waitForSelector(ready.results)
    for (let back = 0; back < 3; back += 1) await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.waitForSelector(ready.lab)

    await tabTo(page, '#number-rttMs')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('40')
    await page.keyboard.press('Enter')
    const rttMs = () => page.evaluate(() => window.lab.store.get().settings.link.rttMs)
    await expect.poll(rttMs, patience).toBe(40)

    await tabTo(page, '.ladder-table summary')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.ladder-rows tbody tr[tabindex="0"]')
    await tabTo(page, '.ladder-rows tbody tr')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    const row = await page.evaluate(() => {
      const { dataset, sectionRowIndex } = document.activeElement as HTMLTableRowElement
      return { id: Number(dataset.id), index: sectionRowIndex }
    })
    expect(row.index).toBe(2)
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => window.lab.store.get().chosen)).toBe(row.id)
    await tabTo(page, '.inspector-bytes')
    expect(await page.evaluate(() => document.activeElement?.textContent?.length)).toBeGreaterThan(0)
  })

  it('chooses a transport by arrow keys, and that one delivers', async () => {
    const { page } = await lab.open({ mode: 'one', transport: 'polling', interval: 200 })
    await tabTo(page, '#transport-polling')
    for (const name of ['long-polling', 'streaming', 'sse', 'websocket']) {
      await page.keyboard.press('ArrowRight')
      expect(await focusedId(page)).toBe(`transport-${name}`)
      await untilAllDeliver(page, 1)
      expect(await page.evaluate(() => window.lab.store.get().transport)).toBe(name)
    }
  })

  it('opens the exports, and Escape closes them where they were opened', async () => {
    const { page } = await lab.open()
    await tabTo(page, '#export')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('#exports') !== null)).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.isVisible('#exports')).toBe(false)
    expect(await focusedId(page)).toBe('export')
  })

  it('goes through a seat map by arrow keys and buys by Enter', async () => {
    const { page } = await lab.open({ feed: 'manual' }, { view: 'seats' })
    await page.waitForSelector(ready.seats)
    for (const rate of ['#seat-buyers', '#seat-impatient']) await page.fill(rate, '0')
    await tabTo(page, '.seat-card[data-transport=websocket] [data-seat=A1]')
    const look = (name: TransportName, seat: string) =>
      page.getAttribute(`.seat-card[data-transport=${name}] [data-seat=${seat}]`, 'data-look')
    // Somebody may be quicker, until the last of those who began to buy has.
    const buy = async () => {
      const seat = await goToFreeSeat(page)
      await page.keyboard.press('Enter')
      await expect.poll(() => look('websocket', seat), patience).not.toBe('free')
      return (await look('websocket', seat)) === 'mine' ? seat : 'gone'
    }
    await expect.poll(buy, patience).not.toBe('gone')
    const seat = await page.evaluate(() => (document.activeElement as HTMLElement).dataset.seat!)
    for (const name of transportNames) await expect.poll(() => look(name, seat), patience).toBe('mine')
    expect(await page.textContent('.theatre .said')).toBe(`${seat} is yours (WebSocket).`)
  })
})

/** Goes by arrow keys from the first seat of the map that has the focus to its last free one. */
async function goToFreeSeat(page: Page): Promise<string> {
  const place = await page.evaluate(() => {
    const cells = [
      ...document.activeElement!.closest('[role=grid]')!.querySelectorAll<HTMLElement>('[data-look]'),
    ]
    const index = cells.findLastIndex(({ dataset }) => dataset.look === 'free')
    return { seat: cells[index]!.dataset.seat!, row: Math.floor(index / 12), column: index % 12 }
  })
  const keys = [
    ...Array.from({ length: 8 }, () => 'ArrowUp'),
    'Home',
    ...Array.from({ length: place.row }, () => 'ArrowDown'),
    ...Array.from({ length: place.column }, () => 'ArrowRight'),
  ]
  for (const key of keys) await page.keyboard.press(key)
  expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.seat)).toBe(place.seat)
  return place.seat
}

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { lab as words } from '../../client/page/i18n/en/lab.ts'
import { fill } from '../../client/page/i18n.ts'
import { transportNames } from '../../server/protocol.ts'
import { patience, useLab } from './page/lab-page.ts'
import { cardsOf, sessionsOf, untilAllDeliver } from './page/reading.ts'

const lab = useLab()
const quick = { heartbeat: 0.5, interval: 500, hold: 1, rate: 10 }

async function set(page: Page, field: string, value: string): Promise<void> {
  await page.fill(`#${field}`, value)
  await page.press(`#${field}`, 'Enter')
}

/** How many latencies the counters are of, at the most. */
async function mostCounted(page: Page): Promise<number> {
  const texts = await page.locator('.counter-card tbody tr:first-child .of').allInnerTexts()
  return Math.max(...texts.map(text => Number(text.replace('n ', ''))))
}

const sinceOf = (page: Page) => page.innerText('.counters .since')
const notesOf = (page: Page) => page.locator('.counter-card .note').allInnerTexts()

describe('the counters', () => {
  it('begin anew with a changed setting and say so; a fault belongs to what it disturbs', async () => {
    const { page } = await lab.open({ rate: 10, rtt: 20 })
    await untilAllDeliver(page, 20)
    await page.check('#proxy')
    await page.uncheck('#proxy')
    await untilAllDeliver(page, 5)
    expect(await mostCounted(page)).toBeGreaterThanOrEqual(20)
    const before = await sinceOf(page)
    await set(page, 'number-rttMs', '40')
    await expect.poll(() => sinceOf(page), patience).not.toBe(before)
    expect(await sinceOf(page)).toContain('when a setting changed')
    expect(await mostCounted(page)).toBeLessThan(20)
    await untilAllDeliver(page, 5)
    const requests = Object.values(await cardsOf(page)).map(card =>
      Number(card.figures[words.counterRequests]),
    )
    expect(Math.max(...requests)).toBeLessThan(40)
    await page.click('#counters-reset')
    await expect.poll(() => sinceOf(page), patience).not.toContain('when a setting changed')
  })

  it('say why events are lost in a restart, and forget them when they count anew', async () => {
    const { page } = await lab.open({ ...quick, interval: 2_000 })
    await untilAllDeliver(page, 5)
    const lost = async () => (await sessionsOf(page))[0]!.counts.lost
    // A poll that comes just before the restart leaves nothing to be lost.
    await expect
      .poll(
        async () => {
          if ((await lost()) === 0) await page.click('#restart-server')
          return await lost()
        },
        { ...patience, interval: 3_000 },
      )
      .toBeGreaterThan(0)
    const said = async () => (await notesOf(page))[0]
    const explained = fill(words.lostRestarted, { lost: await lost() })
    await expect.poll(said, patience).toContain(explained)
    expect((await cardsOf(page)).polling!.figures[words.counterLost]).toBe(String(await lost()))
    await page.click('#counters-reset')
    await expect.poll(said, patience).not.toContain(explained)
    expect((await cardsOf(page)).polling!.figures[words.counterLost]).toBe('0')
  })

  it('say what has not come in an outage and is older than all that came', async () => {
    const { page } = await lab.open(quick)
    await untilAllDeliver(page, 5)
    await page.check('#black-hole')
    const told = /not here yet, the oldest for \d/
    const silent = async () => (await notesOf(page)).filter(note => !told.test(note))
    await expect.poll(silent, patience).toEqual([])
    // Charts out of sight are not drawn.
    const look = () => page.locator('#charts-title').evaluate(title => title.scrollIntoView())
    await look()
    const missing = page.locator('.chart-canvas + .note').first()
    for (const name of ['Polling', 'SSE'])
      await expect.poll(() => missing.innerText(), patience).toContain(`${name} awaits`)
    await page.uncheck('#black-hole')
    await look()
    await expect.poll(() => missing.innerText(), patience).toBe('')
    const still = async () => (await notesOf(page)).filter(note => told.test(note))
    await expect.poll(still, patience).toEqual([])
    expect(transportNames).toHaveLength((await notesOf(page)).length)
  })
})

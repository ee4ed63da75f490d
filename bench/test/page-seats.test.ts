import { describe, expect, it } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { patience, useLab } from './page/lab-page.ts'

const lab = useLab()

describe('the seat map', () => {
  it('sells a seat on one map, which the other maps come to show, and counts wasted clicks', async () => {
    const { page, complaints } = await lab.open({ feed: 'manual', interval: 2_000 }, { view: 'seats' })
    const card = (name: string) => page.locator(`.seat-card[data-transport="${name}"]`)
    await expect.poll(() => page.locator('.seat-card [role=grid]').count(), patience).toBe(5)
    const free = card('websocket').locator('[data-look=free]').last()
    const seat = await free.getAttribute('data-seat')
    await free.click()
    const said = page.locator('.theatre .said')
    await expect
      .poll(() => said.textContent(), patience)
      .toMatch(new RegExp(`^${seat} (is yours|was gone already)`))
    for (const name of transportNames)
      await expect
        .poll(() => card(name).locator(`[data-seat=${seat}]`).getAttribute('data-look'), patience)
        .not.toBe('free')
    // Many buyers, so that a map two seconds old is soon wrong.
    await page.fill('#seat-buyers', '20')
    await page.fill('#seat-impatient', '5')
    const clicks = () =>
      page
        .locator('.seat-table tbody tr')
        .evaluateAll(rows => rows.map(row => Number(row.querySelectorAll('td')[2]?.textContent)))
    await expect.poll(async () => Math.min(...(await clicks())), patience).toBeGreaterThanOrEqual(1)
    const wasted = () => page.locator('.seat-table tbody tr').first().locator('td').nth(3).textContent()
    await expect.poll(async () => Number(await wasted()), patience).toBeGreaterThanOrEqual(1)
    expect(complaints).toEqual([])
  })
})

describe('the chat', () => {
  it('brings each line to the other, and says what it cost', async () => {
    const { page } = await lab.open({ feed: 'manual', interval: 500 }, { view: 'seats' })
    await page.check('input[name=seats-part][value=chat]')
    const pane = (person: string) => page.locator(`.chat-pane[data-person=${person}]`)
    const alive = async () =>
      (await page.locator('.chat-pane .state').allTextContents()).map(text => text.trim())
    await expect.poll(alive, patience).toEqual(['● open', '● open'])
    for (const [from, to, words] of [
      ['a', 'b', 'good morning'],
      ['b', 'a', 'and to you'],
    ] as const) {
      await pane(from).locator('input').fill(words)
      await pane(from).locator('input').press('Enter')
      await expect
        .poll(() => pane(to).locator('.chat-log .other').allTextContents(), patience)
        .toContainEqual(expect.stringContaining(words))
    }
    const first = page.locator('.chat .seat-table tbody tr').last().locator('td')
    await expect
      .poll(async () => Number((await first.allTextContents())[1]), patience)
      .toBeGreaterThanOrEqual(1)
  })
})

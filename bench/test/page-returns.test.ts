import { describe, expect, it, onTestFinished } from 'vitest'
import { shell as words } from '../../client/page/i18n/en/shell.ts'
import { fill } from '../../client/page/i18n.ts'
import { launchChromium } from '../live/chromium.ts'
import { opened, type RunningLab, runLab } from './lab.ts'
import { openLabPage, patience } from './page/lab-page.ts'
import { untilAllDeliver } from './page/reading.ts'

/** Opens a lab on three ports in a row, which another can be given after it. */
async function openSomewhere(): Promise<RunningLab> {
  for (let port = 20_000 + 3 * (process.pid % 3_000); ; port += 3) {
    const lab = await opened(runLab('--port', String(port))).catch((error: Error) => error)
    if (!(lab instanceof Error)) return lab
    if (!lab.message.includes('is taken')) throw lab
  }
}

describe('a page whose lab is ended and started again', () => {
  it('sets again what it had set, by its address and by hand, and says so', async () => {
    const lab = await openSomewhere()
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const { page } = await openLabPage(browser, lab.port, { rate: 20, rtt: 30 })
    await page.check('#feed-kind-periodic')
    await page.fill('#number-rttMs', '60')
    await page.press('#number-rttMs', 'Enter')
    const settings = () => page.evaluate(() => window.lab.store.get().settings)
    await expect.poll(async () => (await settings()).link.rttMs, patience).toBe(60)
    await untilAllDeliver(page, 3)
    const before = await settings()
    lab.child.kill('SIGINT')
    await lab.ended
    await expect.poll(() => page.locator('.notice[data-kind=lab-lost]').count(), patience).toBe(1)

    await opened(runLab('--port', String(lab.port)))
    await expect.poll(() => page.locator('.notice[data-kind=asked-again]').count(), patience).toBe(1)
    expect(await settings()).toEqual(before)
    const said = await page.innerText('.notice[data-kind=asked-again]')
    const [lead] = fill(words.askedAgain, { names: '|' }).split('|')
    expect(said).toContain(lead)
    for (const name of ['Events', 'Rate', 'Round trip']) expect(said).toContain(name)
    await untilAllDeliver(page, 3)
  })
})

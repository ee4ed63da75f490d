import { describe, expect, it } from 'vitest'
import { patience, useLab } from './page/lab-page.ts'
import { sessionsOf, untilAllDeliver } from './page/reading.ts'
import { show } from './page/views.ts'

const lab = useLab()

/** What Chromium itself writes of a request whose connection breaks; no page can keep it from that. */
const broken =
  /^error: (Failed to load resource: net::ERR_[A-Z_]+|WebSocket connection to '[^']+' failed: ?.*) \(http:\/\/localhost:\d+\/[^)]*\)$/

const noticed = ['suspect', 'reconnecting']

describe('the console', () => {
  it('stays empty while the link holds responses back', async () => {
    const { page, complaints } = await lab.open({ heartbeat: 0.5, rate: 2, payload: 100 })
    await untilAllDeliver(page, 2)
    await page.check('#proxy')
    const words = async () => (await sessionsOf(page)).map(({ state }) => noticed.includes(state))
    await expect.poll(words, patience).toEqual([false, false, true, true, false])
    await page.uncheck('#proxy')
    await untilAllDeliver(page, 2)
    expect(complaints).toEqual([])
  })

  it('has, of connections that break, what Chromium itself writes and nothing of the page', async () => {
    const { page, complaints } = await lab.open({ heartbeat: 0.5, interval: 500, hold: 1 })
    await untilAllDeliver(page, 2)
    await page.check('#black-hole')
    const words = async () => (await sessionsOf(page)).every(({ state }) => noticed.includes(state))
    await expect.poll(words, patience).toBe(true)
    await page.uncheck('#black-hole')
    await untilAllDeliver(page, 2)
    await page.click('#reset-connections')
    await untilAllDeliver(page, 5)
    await page.click('#restart-server')
    await untilAllDeliver(page, 5)
    expect(complaints.filter(line => !broken.test(line))).toEqual([])
  })

  it('has, of a handshake that fails, what Chromium itself writes and nothing of the page', async () => {
    const { page, complaints } = await lab.open({}, { view: 'handshake' })
    const part = page.locator('section[aria-labelledby=faults-heading]')
    await part.locator('input[value="no-accept"]').check()
    await part.getByRole('button', { name: 'Switch the fault on' }).click()
    await expect.poll(() => page.locator('tr[data-fault=no-accept]').count(), patience).toBe(1)
    await part.getByRole('button', { name: 'Let go' }).click()
    await show(page, 'lab')
    await untilAllDeliver(page, 2)
    expect(complaints).toEqual([
      expect.stringMatching(
        /^error: WebSocket connection to 'ws:\/\/localhost:\d+\/handshake\/no-accept\?id=[\w-]+' failed: Error during WebSocket handshake: 'Sec-WebSocket-Accept' header is missing /,
      ),
    ])
  })
})

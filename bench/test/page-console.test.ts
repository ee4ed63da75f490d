import { describe, expect, it } from 'vitest'
import { type FaultName, faultNames } from '../../client/page/handshake/protocol.ts'
import { viewNames } from '../../client/page/state.ts'
import { openPage } from './lab.ts'
import { patience, useLab } from './page/lab-page.ts'
import { sessionsOf, untilAllDeliver } from './page/reading.ts'
import { ready, show } from './page/views.ts'

const lab = useLab()

/** What Chromium itself writes of a request whose connection breaks; no page can keep it from that. */
const broken =
  /^error: (Failed to load resource: net::ERR_[A-Z_]+|WebSocket connection to '[^']+' failed: ?.*) \(http:\/\/localhost:\d+\/[^)]*\)$/

const noticed = ['suspect', 'reconnecting']

const failed = (fault: FaultName, why: string) =>
  new RegExp(
    `^error: WebSocket connection to 'ws://localhost:\\d+/handshake/${fault}\\?id=[\\w-]+' failed: ${why} `,
  )

/** What Chromium writes of each fault of the opening handshake and of the frames behind it; null for nothing. */
const handshakeLines: Readonly<Record<Exclude<FaultName, 'none'>, RegExp | null>> = {
  'wrong-accept': failed(
    'wrong-accept',
    "Error during WebSocket handshake: Incorrect 'Sec-WebSocket-Accept' header value",
  ),
  'no-accept': failed(
    'no-accept',
    "Error during WebSocket handshake: 'Sec-WebSocket-Accept' header is missing",
  ),
  'set-websocket-accept': failed(
    'set-websocket-accept',
    "Error during WebSocket handshake: 'Sec-WebSocket-Accept' header is missing",
  ),
  'unasked-subprotocol': failed(
    'unasked-subprotocol',
    "Error during WebSocket handshake: Response must not include 'Sec-WebSocket-Protocol' header if not present in request: .*",
  ),
  'status-200': failed('status-200', 'Error during WebSocket handshake: Unexpected response code: 200'),
  'no-upgrade': failed('no-upgrade', "Error during WebSocket handshake: 'Upgrade' header is missing"),
  'wrong-connection': failed(
    'wrong-connection',
    "Error during WebSocket handshake: 'Connection' header value must contain 'Upgrade'",
  ),
  'hixie-frames': failed('hixie-frames', 'Received unexpected continuation frame.'),
  'masked-frame': failed('masked-frame', 'A server must not mask any frames that it sends to the client.'),
  'reserved-bit': failed(
    'reserved-bit',
    'One or more reserved bits are on: reserved1 = 1, reserved2 = 0, reserved3 = 0',
  ),
  'bad-utf8': failed('bad-utf8', 'Could not decode a text frame as UTF-8.'),
  fragmented: null,
  'close-4000': null,
  'close-without-code': null,
  reset: null,
}

describe('the console', () => {
  it.each(viewNames)('stays empty in a page that opens at #%s, and through all views', async view => {
    const { page, complaints } = await lab.open({ rtt: 100, rate: 5 }, { view })
    await page.waitForSelector(ready[view])
    for (const name of [...viewNames, view]) await show(page, name)
    await show(page, 'lab')
    await untilAllDeliver(page, 2)
    expect(complaints).toEqual([])
  })

  it('stays empty when a view is left while its connections still open', async () => {
    const { page, complaints } = await lab.open({ rtt: 300, rate: 5, heartbeat: 1 })
    for (const name of ['seats', 'lab', 'handshake', 'lab', 'results', 'lab', 'seats', 'lab'] as const)
      await page.evaluate(hash => (location.hash = hash), name)
    await untilAllDeliver(page, 2)
    expect(complaints).toEqual([])
  })

  it('stays empty when seats are gone that a map still shows free', async () => {
    const { page, complaints } = await lab.open({ rtt: 100 }, { view: 'seats' })
    await page.waitForSelector(ready.seats)
    for (const [field, rate] of [
      ['seat-buyers', '20'],
      ['seat-impatient', '5'],
    ] as const) {
      await page.fill(`#${field}`, rate)
      await page.press(`#${field}`, 'Enter')
    }
    const wasted = async () =>
      (await page.textContent('.seat-card .note'))?.match(/(\d+) of \d+ clicks? wasted/)?.[1]
    await expect.poll(async () => Number(await wasted()), patience).toBeGreaterThan(0)
    expect(complaints).toEqual([])
  })

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

  it('has nothing of seats that are not sold while the server restarts', async () => {
    const { page, complaints } = await lab.open({ rtt: 20, heartbeat: 0.5 }, { view: 'seats' })
    await page.waitForSelector(ready.seats)
    for (const field of ['seat-buyers', 'seat-impatient']) {
      await page.fill(`#${field}`, field === 'seat-buyers' ? '20' : '5')
      await page.press(`#${field}`, 'Enter')
    }
    const watcher = await openPage(lab.port)
    const clicks = async () =>
      Number((await page.textContent('.seat-card .note'))?.match(/of (\d+) click/)?.[1])
    for (let restart = 0; restart < 2; restart += 1) {
      const from = watcher.items.length
      watcher.send({ type: 'restart-server' })
      await watcher.until('server', ({ state }) => state === 'up', from)
      const before = await clicks()
      await expect.poll(clicks, patience).toBeGreaterThan(before + 5)
    }
    expect(complaints.filter(line => !broken.test(line))).toEqual([])
    expect(await page.locator('.notice[data-kind=problem]').count()).toBe(0)
  })

  it('has, of handshakes that fail, what Chromium itself writes of each and nothing of the page', async () => {
    const { page, complaints } = await lab.open({}, { view: 'handshake' })
    const part = page.locator('section[aria-labelledby=faults-heading]')
    for (const fault of faultNames) {
      if (fault === 'none') continue
      const before = complaints.length
      await part.locator(`input[value="${fault}"]`).check()
      await part.getByRole('button', { name: 'Switch the fault on' }).click()
      await expect.poll(() => page.locator(`tr[data-fault="${fault}"]`).count(), patience).toBe(1)
      await part.getByRole('button', { name: 'Let go' }).click()
      if (handshakeLines[fault] !== null)
        await expect.poll(() => complaints.length, patience).toBeGreaterThan(before)
      const written = new Set(complaints.slice(before))
      const expected = handshakeLines[fault]
      // A slow machine lets the page try again meanwhile, which is the same line again.
      expect([fault, ...written]).toEqual([
        fault,
        ...(expected === null ? [] : [expect.stringMatching(expected)]),
      ])
    }
    await show(page, 'lab')
    await untilAllDeliver(page, 2)
  })
})

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type FaultName, faultNames } from '../../client/page/handshake/protocol.ts'
import { patience, useLab } from './page/lab-page.ts'
import { untilAllDeliver } from './page/reading.ts'

const lab = useLab()

/** What the table says: opened, close code, wasClean, outcome; a connection that works has not closed. */
const refused = ['no', '1006', 'no', 'it never opens: error, then close 1006']
const failed = ['yes', '1006', 'no', 'it opens, then fails: close 1006, not clean']
const works = ['yes', '–', '–', 'it works: the answer comes']
const closed = (code: number) => ['yes', String(code), 'yes', 'it opens, then closes cleanly']

const outcomes: Readonly<Record<FaultName, readonly string[]>> = {
  none: works,
  'wrong-accept': refused,
  'no-accept': refused,
  'set-websocket-accept': refused,
  'unasked-subprotocol': refused,
  'status-200': refused,
  'no-upgrade': refused,
  'wrong-connection': refused,
  'hixie-frames': failed,
  'masked-frame': failed,
  'reserved-bit': failed,
  'bad-utf8': failed,
  fragmented: works,
  'close-4000': closed(4000),
  'close-without-code': closed(1005),
  reset: failed,
}

/** What a socket of the browser's own does with a fault, past the page's code. */
async function doneBy(page: Page, fault: FaultName): Promise<readonly string[]> {
  return await page.evaluate(async name => {
    const socket = new WebSocket(
      `ws://localhost:${window.lab.store.get().ports!.handshake}/handshake/${name}?id=test`,
    )
    const yes = (is: boolean) => (is ? 'yes' : 'no')
    let isOpen = false
    return await new Promise<string[]>(resolve => {
      socket.onopen = () => {
        isOpen = true
        socket.send('hello')
      }
      socket.onmessage = () => {
        resolve(['yes', '–', '–'])
        socket.close()
      }
      socket.onclose = ({ code, wasClean }) => resolve([yes(isOpen), String(code), yes(wasClean)])
    })
  }, fault)
}

const rowOf = async (page: Page, fault: FaultName) =>
  await page.locator(`tr[data-fault="${fault}"] td`).allTextContents()

describe('a fault of the opening handshake', () => {
  it('comes out as the browser has it, for each, and the page recovers', async () => {
    const { page } = await lab.open({}, { view: 'handshake' })
    const part = page.locator('section[aria-labelledby=faults-heading]')
    for (const fault of faultNames) {
      if (fault === 'none') continue
      await part.locator(`input[value="${fault}"]`).check()
      await part.getByRole('button', { name: 'Switch the fault on' }).click()
      await expect.poll(() => rowOf(page, fault), patience).toEqual(outcomes[fault])
      expect([fault, ...(await doneBy(page, fault))]).toEqual([fault, ...outcomes[fault].slice(0, 3)])
    }
    await part.getByRole('button', { name: 'Switch the fault off' }).click()
    await expect.poll(() => rowOf(page, 'none'), patience).toEqual(outcomes.none)
    expect(await part.locator('.stands').textContent()).toMatch(/^No fault: open since attempt 1\.$/)
    await page.click('a[href="#lab"]')
    await untilAllDeliver(page, 3)
  })

  it('is held against what was foretold, and the bytes that passed are shown', async () => {
    const { page } = await lab.open({}, { view: 'handshake' })
    const part = page.locator('section[aria-labelledby=faults-heading]')
    await part.locator('input[value="wrong-accept"]').check()
    await part.locator('select').selectOption('works')
    await part.getByRole('button', { name: 'Switch the fault on' }).click()
    const result = part.locator('.result')
    await expect.poll(() => result.count(), patience).toBe(1)
    expect(await result.textContent()).toContain('✕ it came out otherwise')
    expect(await result.locator('del').allTextContents()).toEqual([
      expect.stringMatching(/^− Sec-WebSocket-Accept: /),
    ])
    const sent = await result.locator('ins').allTextContents()
    expect(sent).toEqual(['+ Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo='])
  })
})

describe('the handshake view', () => {
  it('computes the accept of a real key, and it is the one that was sent', async () => {
    const { page } = await lab.open({}, { view: 'handshake' })
    await page.getByRole('button', { name: 'Open a connection' }).click()
    const status = page.locator('section[aria-labelledby=computation-heading] [role=status]')
    await expect.poll(() => status.textContent(), patience).toContain('Equal in all 28 characters')
  })

  it('talks to the echo: text, binary, close, with the frames that the link saw', async () => {
    const { page } = await lab.open({}, { view: 'handshake' })
    const part = page.locator('section[aria-labelledby=echo-heading]')
    const press = (name: string) => part.getByRole('button', { name, exact: true }).click()
    const rows = () =>
      part
        .locator('.scroll tbody tr')
        .evaluateAll(all =>
          all.map(row => [...row.querySelectorAll('td')].slice(1, 5).map(cell => cell.textContent)),
        )
    await press('Connect')
    await expect.poll(rows, patience).toContainEqual(['event', 'open', '–', ''])
    await press('Send')
    await expect.poll(rows, patience).toContainEqual(['↓ down', 'text', '12', 'hello/answer'])
    await part.locator('input[value=binary]').check()
    await press('Send')
    await expect.poll(rows, patience).toContainEqual(['↓ down', 'binary', '3', '00 ff 10'])
    await part.getByRole('button', { name: 'Bits' }).first().click()
    await expect.poll(() => part.textContent(), patience).toContain('The bytes that passed the link')
    await press('Send the text close')
    await expect
      .poll(rows, patience)
      .toContainEqual(['event', 'close', '–', expect.stringContaining('1000, wasClean true')])
    const controls = async () => (await rows()).filter(([, kind]) => kind === 'control (seen by the link)')
    await expect
      .poll(async () => (await controls()).map(([way]) => way), patience)
      .toEqual(['↓ down', '↑ up'])
  })
})

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type TransportName, transportNames } from '../../server/protocol.ts'
import { patience, useLab } from './page/lab-page.ts'
import { eventsOf, receiptsOf, sequencesOf, untilAllDeliver } from './page/reading.ts'

const lab = useLab()
const names: Readonly<Record<TransportName, string>> = {
  polling: 'Polling',
  'long-polling': 'Long polling',
  streaming: 'Streaming',
  sse: 'SSE',
  websocket: 'WebSocket',
}

/** Chooses a transport, waits until it has taken over, and reads what the page says of that. */
async function switchTo(page: Page, name: TransportName): Promise<string | null> {
  await page.check(`#transport-${name}`)
  await untilAllDeliver(page, 3)
  return await page.textContent('.switched')
}

describe('one transport after the other', () => {
  it('delivers every event once over all switches, and says so', { timeout: 120_000 }, async () => {
    const { page } = await lab.open({ mode: 'one', transport: 'polling', rate: 20, interval: 200 })
    await untilAllDeliver(page, 3)
    const rounds = [...transportNames, ...transportNames]
    for (const [index, name] of rounds.entries()) {
      const from = rounds[index - 1]
      if (from === undefined) continue
      const said = `^From ${names[from]} to ${names[name]}: .*: \\d+ delivered, 0 lost, 0 duplicated\\.$`
      expect(await switchTo(page, name)).toMatch(new RegExp(said))
    }
    const receipts = await receiptsOf(page)
    const sequences = sequencesOf(receipts)
    const [first, last] = [sequences[0]!, sequences.at(-1)!]
    const events = (await eventsOf(page)).map(({ sequence }) => sequence)
    expect(sequences).toEqual(events.filter(sequence => first <= sequence && sequence <= last))
    expect(last - first + 1).toBe(sequences.length)
    // Each of nine takes over, and polling began.
    expect(receipts.filter((receipt, at) => receipt.transport !== receipts[at - 1]?.transport)).toHaveLength(
      10,
    )
  })

  it('counts nothing of a switch where the page shows all', async () => {
    const { page } = await lab.open({ mode: 'one', transport: 'polling', rate: 20, interval: 200 })
    await untilAllDeliver(page, 1)
    await page.check('#transport-websocket')
    await expect.poll(() => page.isVisible('.switched'), patience).toBe(true)
    await page.check('#mode-compare')
    await untilAllDeliver(page, 1)
    expect(await page.isVisible('.switched')).toBe(false)
  })
})

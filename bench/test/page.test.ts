import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { chromiumPath } from '../live/chromium.ts'
import { patience, useLab } from './page/lab-page.ts'
import { cardsOf, faultsOf, noFaults, receiptsOf, untilAllDeliver, working } from './page/reading.ts'

const lab = useLab()

describe('the page', () => {
  it('opens, and every transport delivers events, none lost and none twice', async () => {
    const { page } = await lab.open({ feed: 'earthquakes', rate: 10, interval: 200 })
    await untilAllDeliver(page, 5)
    expect(await faultsOf(page)).toEqual(noFaults())
    const saying = async () => {
      const cards = await cardsOf(page)
      return transportNames.map(name => {
        const { state, figures } = cards[name] ?? { state: 'no card', figures: {} }
        const { lost, duplicated } = figures
        return [
          name,
          working[name].some(word => word === state),
          lost,
          duplicated,
          figures['p50 latency, ms'],
        ]
      })
    }
    const fits = transportNames.map(name => [name, true, '0', '0', expect.stringMatching(/^\d/)])
    await expect.poll(saying, patience).toEqual(fits)
  })

  it('asks for its settings by its address, and its link brings them back', async () => {
    const settings = { feed: 'periodic', rate: 3, seed: 11, payload: 500, rtt: 75, jitter: 5, bandwidth: 500 }
    const own = { mode: 'one', transport: 'sse', interval: 300, hold: 7, theme: 'dark', heartbeat: 5 }
    const first = await lab.open(
      { ...settings, ...own },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    )
    await first.page.click('#copy-link')
    await expect.poll(() => first.page.textContent('#copy-link')).toBe('Copied')
    const link = await first.page.evaluate(() => navigator.clipboard.readText())
    await lab.open()
    const again = await lab.open(Object.fromEntries([...new URL(link).searchParams].map(numberOrWord)))
    const state = await again.page.evaluate(() => window.lab.store.get())
    expect(state).toMatchObject({
      ...{ mode: 'one', transport: 'sse', holdMs: 7_000, theme: 'dark', wrong: [] },
      poll: { intervalMs: 300, pace: 'rate' },
      settings: {
        feed: { kind: 'periodic', eventsPerSecond: 3, seed: 11, payloadBytes: 500 },
        link: { rttMs: 75, jitterMs: 5, bandwidthBitsPerSecond: 500_000, blackHole: false },
        heartbeatMs: 5_000,
      },
    })
    expect(await again.page.inputValue('#number-rttMs')).toBe('75')
    expect(await again.page.isChecked('#transport-sse')).toBe(true)
  })

  it('says of an address that asks for what cannot be what it left out', async () => {
    const { page } = await lab.open({ interval: 'often' })
    expect(await page.textContent('[data-kind=address]')).toContain(
      'interval=often was left out: expected a number',
    )
  })

  it('stands still in a pause while the feed and the connections go on, and then shows the present', async () => {
    const { page } = await lab.open({ rate: 10 })
    await untilAllDeliver(page, 3)
    const shown = async () => ({
      picture: await page.evaluate(() =>
        document.querySelector<HTMLCanvasElement>('.ladder-picture canvas')?.toDataURL(),
      ),
      heads: await page.locator('.ladder-head dl').allInnerTexts(),
      cards: await cardsOf(page),
    })
    await page.click('#pause')
    expect(await page.getAttribute('#pause', 'title')).toContain('the feed and all connections go on')
    // The last drawing may still be due.
    await expect.poll(async () => isDeepStrictEqual(await shown(), await shown()), patience).toBe(true)
    const still = await shown()
    await untilAllDeliver(page, 10)
    expect(await shown()).toEqual(still)
    expect(await faultsOf(page)).toEqual(noFaults())
    await page.click('#pause')
    await expect.poll(async () => (await shown()).picture === still.picture, patience).toBe(false)
    await expect
      .poll(async () => (await cardsOf(page)).sse?.figures, patience)
      .not.toEqual(still.cards.sse?.figures)
  })

  it('plays a recording without a request to the link, and says that it is one', async () => {
    const { page, addresses, complaints } = await lab.open({ replay: '' })
    await expect.poll(() => page.textContent('[data-kind=replay]'), patience).toContain('not live sockets')
    const delivered = async () => new Set((await receiptsOf(page)).map(({ transport }) => transport)).size
    await expect.poll(delivered, patience).toBe(transportNames.length)
    expect(addresses.filter(address => new URL(address).port !== String(lab.port))).toEqual([])
    expect(addresses.filter(address => address.startsWith('ws:'))).toEqual([])
    expect(complaints).toEqual([])
  })

  it('cannot be tested without a Chromium, and then one line says what to install', () => {
    expect(() => chromiumPath(['/nowhere/chromium'])).toThrow(
      /^no Chromium: `apt-get install chromium`[^\n]*$/,
    )
  })
})

function numberOrWord([name, text]: [string, string]): [string, string | number] {
  const value = Number(text)
  return [name, Number.isNaN(value) ? text : value]
}

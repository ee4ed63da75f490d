import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { patience, useLab } from './page/lab-page.ts'
import { deliveredOf, eventsOf, latenciesOf, quantile, receiptsOf, untilAllDeliver } from './page/reading.ts'

const lab = useLab()
const rttMs = 100
const transitMs = rttMs / 2
const intervalMs = 1_000
const enough = 150
const openOnes = ['streaming', 'sse', 'websocket'] as const

type Latencies = ReadonlyMap<string, number>

/** The latencies of each transport in ms by cursor, of at least {@link enough} events. */
async function measure(page: Page): Promise<Readonly<Record<string, Latencies>>> {
  await untilAllDeliver(page, 1)
  const before = await deliveredOf(page)
  const fewest = async () => {
    const now = await deliveredOf(page)
    return Math.min(...transportNames.map(name => now[name]! - before[name]!))
  }
  await expect.poll(fewest, { ...patience, interval: 500 }).toBeGreaterThanOrEqual(enough)
  const [events, receipts] = [await eventsOf(page), await receiptsOf(page)]
  return Object.fromEntries(transportNames.map(name => [name, latenciesOf(name, events, receipts)]))
}

/** The cursors of the events that took about one transit. */
function onTime(latencies: Latencies): ReadonlySet<string> {
  const near = [...latencies].filter(([, ms]) => 0.95 * transitMs < ms && ms < 1.5 * transitMs)
  return new Set(near.map(([cursor]) => cursor))
}

describe('what the page measures at a round trip of 100 ms and 10 events/s', () => {
  const what =
    'is one transit for what stays open, up to three for long polling, and the interval for polling'
  // Others who use the machine can disturb a measurement, hardly three.
  it(what, { retry: 2 }, async () => {
    const viewport = { width: 1280, height: 200 }
    const { page } = await lab.open({ rtt: rttMs, rate: 10, interval: intervalMs }, { viewport })
    // Ladders out of sight are not drawn, which leaves the machine to what is measured.
    await page.locator('#counters-title').evaluate(title => title.scrollIntoView())
    const of = await measure(page)
    const soon = openOnes.map(name => onTime(of[name]!))
    for (const [index, name] of openOnes.entries())
      expect(soon[index]!.size / of[name]!.size, name).toBeGreaterThan(0.5)

    // A busy machine holds up all of them: an event that came late on what is open says nothing of long polling.
    const undisturbed = [...of['long-polling']!].filter(([cursor]) => soon.every(each => each.has(cursor)))
    expect(undisturbed.length / of['long-polling']!.size).toBeGreaterThan(0.4)
    const transits = undisturbed.map(([, ms]) => ms / transitMs)
    // An event in the gap between two polls waits for its rest, at most a round trip, and then has its own transit:
    // at 10 events/s three of four do, so that a tenth of all is later than 2.7 transits.
    expect(quantile(transits, 0.9)).toBeGreaterThan(2.4)
    expect(quantile(transits, 0.9)).toBeLessThan(4)
    expect(quantile(transits, 0.25)).toBeLessThan(2)

    const waits = [...of.polling!.values()].map(ms => (ms - transitMs) / intervalMs)
    for (const share of [0.1, 0.5, 0.9])
      expect(Math.abs(quantile(waits, share) - share), `polling at ${share}`).toBeLessThan(0.15)
  })
})

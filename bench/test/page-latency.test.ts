import { describe, expect, it } from 'vitest'
import { type TransportName, transportNames } from '../../server/protocol.ts'
import { patience, useLab } from './page/lab-page.ts'
import { deliveredOf, eventsOf, latenciesOf, quantile, receiptsOf, untilAllDeliver } from './page/reading.ts'

const lab = useLab()
const rttMs = 100
const transitMs = rttMs / 2
const intervalMs = 1_000
const enough = 150

describe('what the page measures at a round trip of 100 ms and 10 events/s', () => {
  // Others who use the machine can disturb a measurement, hardly two.
  const name =
    'is one transit for what stays open, up to three for long polling, and the interval for polling'
  it(name, { retry: 1 }, async () => {
    const { page } = await lab.open({ rtt: rttMs, rate: 10, interval: intervalMs })
    await untilAllDeliver(page, 1)
    const before = await deliveredOf(page)
    const fewest = async () => {
      const now = await deliveredOf(page)
      return Math.min(...transportNames.map(name => now[name]! - before[name]!))
    }
    await expect.poll(fewest, { ...patience, interval: 500 }).toBeGreaterThanOrEqual(enough)
    const [events, receipts] = [await eventsOf(page), await receiptsOf(page)]
    const inTransits = (name: TransportName, share: number) =>
      quantile(latenciesOf(name, events, receipts), share) / transitMs

    for (const name of ['streaming', 'sse', 'websocket'] as const) {
      expect(inTransits(name, 0.5), name).toBeGreaterThan(0.95)
      expect(inTransits(name, 0.5), name).toBeLessThan(1.5)
      expect(inTransits(name, 0.9), name).toBeLessThan(2)
    }
    // An event in the gap between two polls waits for its rest, at most a round trip, and then has its own transit:
    // at 10 events/s three of four do, so that a tenth of all is later than 2.7 transits.
    expect(inTransits('long-polling', 0.9)).toBeGreaterThan(2.4)
    expect(inTransits('long-polling', 0.9)).toBeLessThan(4)
    expect(inTransits('long-polling', 0.25)).toBeLessThan(2)

    const intervals = (share: number) => ((inTransits('polling', share) - 1) * transitMs) / intervalMs
    for (const share of [0.1, 0.5, 0.9])
      expect(Math.abs(intervals(share) - share), `polling at ${share}`).toBeLessThan(0.15)
  })
})

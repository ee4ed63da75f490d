import { describe, expect, it } from 'vitest'
import { closedForms } from './closed-form.ts'
import { equalHeadsIntervalMs, headsBelowFramingPerSecond } from './crossovers.ts'
import { usual } from './test/fixtures.ts'

describe('crossovers', () => {
  it('finds 1.005 s where polling sends the heads of long polling at one event a second', () => {
    const intervalMs = equalHeadsIntervalMs(1, 100, 1e9)
    expect(intervalMs).toBeCloseTo(1_004.84, 2)
    const polled = closedForms.polling({ ...usual, pollIntervalMs: intervalMs })
    const held = closedForms['long-polling'](usual)
    expect(polled.headBytesPerEvent.up).toBeCloseTo(held.headBytesPerEvent.up!, 9)
    expect([polled.latencyMs.mean, held.latencyMs.mean].map(mean => Math.round(mean!))).toEqual([552, 55])
  })

  it('finds the rate at which heads cost an event as much as framing', () => {
    const eventsPerSecond = headsBelowFramingPerSecond(69 + 234, 100, 7)
    expect(eventsPerSecond).toBeCloseTo(432.857, 3)
    const { up, down } = closedForms['long-polling']({ ...usual, eventsPerSecond }).headBytesPerEvent
    expect(up! + down!).toBeCloseTo(7, 9)
  })
})

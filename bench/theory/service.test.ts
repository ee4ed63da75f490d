import { describe, expect, it } from 'vitest'
import { costOf, trialOf } from '../statistics/fixtures.ts'
import { serviceMsOf } from './service.ts'

const facts = {
  ...trialOf({ transport: 'sse' }),
  server: costOf(100),
  load: costOf(300),
  requests: { sent: 150, empty: 0 },
}
const lagMs = facts.feedLagMs.p50!

describe('the service time of a delivery', () => {
  it('is half of the turns of the clients that an event wakes at once', () => {
    const turnMs = (100 + 300) / facts.events.received
    expect(serviceMsOf(facts, 'sse', 5)).toBeCloseTo(lagMs + 3 * turnMs, 12)
    expect(serviceMsOf(facts, 'long-polling', 1)).toBeCloseTo(lagMs + turnMs, 12)
  })

  it('is its own decoding for a poller, who is alone', () => {
    expect(serviceMsOf(facts, 'polling', 5)).toBeCloseTo(lagMs + 300 / 150, 12)
  })

  it('is the feed’s lag where nothing was delivered', () => {
    const nothing = { ...facts, events: { ...facts.events, received: 0 }, requests: { sent: 0, empty: 0 } }
    expect(serviceMsOf(nothing, 'sse', 5)).toBe(lagMs)
    expect(serviceMsOf(nothing, 'polling', 5)).toBe(lagMs)
  })
})

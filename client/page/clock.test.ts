import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHostClock, type RoundTrip, readClock, roundTripsKept } from './clock.ts'

/** A round trip to a host whose clock is `offsetMs` ahead. */
function trip(sentMs: number, upMs: number, downMs: number, offsetMs: number, heldMs = 0): RoundTrip {
  const hostReceivedMs = sentMs + upMs + offsetMs
  return {
    sentMs,
    hostReceivedMs,
    hostSentMs: hostReceivedMs + heldMs,
    receivedMs: sentMs + upMs + heldMs + downMs,
  }
}

describe('a reading of the host’s clock', () => {
  it('is null without a round trip', () => {
    expect(readClock([])).toBeNull()
  })

  it('is exact when both ways take as long, whatever the host held it', () => {
    expect(readClock([trip(100, 5, 5, 1000, 40)])).toEqual({ offsetMs: 1000, errorMs: 5 })
  })

  it('believes the round trip of least delay', () => {
    const trips = [trip(0, 50, 2, 1000), trip(100, 1, 1, 1000), trip(200, 2, 90, 1000)]
    expect(readClock(trips)).toEqual({ offsetMs: 1000, errorMs: 1 })
  })

  it('is never further off than its error, however the delay is shared between the ways', () => {
    const ways = fc.record({ up: fc.nat(2000), down: fc.nat(2000), held: fc.nat(50) })
    fc.assert(
      fc.property(
        fc.array(ways, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: -1e6, max: 1e6 }),
        (list, offset) => {
          const trips = list.map(({ up, down, held }, index) => trip(index * 10_000, up, down, offset, held))
          const reading = readClock(trips)
          expect(Math.abs((reading?.offsetMs ?? Number.NaN) - offset)).toBeLessThanOrEqual(
            reading?.errorMs ?? -1,
          )
          expect(reading?.errorMs).toBe(Math.min(...list.map(({ up, down }) => (up + down) / 2)))
        },
      ),
    )
  })
})

describe('the host’s clock', () => {
  it('is the page’s own until it has learnt, and again when it forgot', () => {
    const clock = createHostClock(() => 10)
    expect(clock.now()).toBe(10)
    clock.learn(trip(0, 1, 1, 500))
    expect([clock.now(), clock.toHost(20), clock.toPage(520)]).toEqual([510, 520, 20])
    clock.forget()
    expect(clock.now()).toBe(10)
  })

  it('forgets a quick round trip after eight others, because clocks drift', () => {
    const clock = createHostClock(() => 0)
    clock.learn(trip(0, 0, 0, 100))
    for (let n = 1; n < roundTripsKept; n += 1) expect(clock.learn(trip(n, 3, 3, 200)).offsetMs).toBe(100)
    expect(clock.learn(trip(9, 3, 3, 200))).toEqual({ offsetMs: 200, errorMs: 3 })
  })
})

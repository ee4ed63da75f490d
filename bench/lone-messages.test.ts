import { describe, expect, it } from 'vitest'
import { type LoneCourse, loneMsAt, loneOneWayMs, planLoneEvents } from './lone-messages.ts'
import { scenarioOf } from './statistics/fixtures.ts'

const at = (rttMs: number) => scenarioOf({ link: { rttMs } })
const warmup = { fromMs: 1_000, toMs: 1_500 }

function course(changes: Partial<LoneCourse['receipts']>, appendedMs: number[], rttMs = 50): LoneCourse {
  const none = new Float64Array()
  const receipts = { sequences: none, receivedMs: none, sentMs: none, emptyMs: none, ...changes }
  return { receipts, appendedMs: Float64Array.from(appendedMs), rttMs }
}

const numbers = (...values: number[]) => Float64Array.from(values)

describe('lone events', () => {
  it('come for each round trip in turn, at least 60 ms and a round trip apart, and are received within the warm-up', () => {
    const scenarios = [at(0), at(25), at(100)]
    const events = planLoneEvents('sse', warmup, scenarios)
    expect(events.map(({ atMs }) => atMs)).toEqual(events.map(({ atMs }) => atMs).toSorted((a, b) => a - b))
    for (const [group, { link }] of scenarios.entries()) {
      const own = events.filter(({ topic }) => topic === `alone-${group}`).map(({ atMs }) => atMs)
      expect(own.length).toBeGreaterThanOrEqual(3)
      expect(own[0]).toBe(1_000 + 20 * group)
      expect(Math.min(...own.slice(1).map((atMs, index) => atMs - own[index]!))).toBe(
        Math.max(60, link.rttMs + 20),
      )
      expect(own.at(-1)! + link.rttMs / 2).toBeLessThan(1_470)
    }
  })

  it('are none for polling, nor where a round trip leaves no time for one', () => {
    expect(planLoneEvents('polling', warmup, [at(0)])).toEqual([])
    expect(planLoneEvents('websocket', warmup, [at(2_000)])).toEqual([])
  })
})

describe('what a lone message takes one way', () => {
  it('is from an event’s append to its receipt, told apart by sequence, without the first', () => {
    const receipts = { sequences: numbers(1, 2, 5), receivedMs: numbers(99, 126, 330), sentMs: numbers(0) }
    expect([...loneOneWayMs('websocket', course(receipts, [40, 100, 150, 200, 300]))]).toEqual([26, 30])
  })

  it('leaves out events that no held request waited for', () => {
    const receipts = {
      sequences: numbers(1, 2, 3, 4),
      receivedMs: numbers(99, 226, 286, 427),
      sentMs: numbers(0, 100, 230, 290),
    }
    expect([...loneOneWayMs('long-polling', course(receipts, [40, 200, 250, 400]))]).toEqual([26, 27])
  })

  it('is half of a poll’s round trip', () => {
    const receipts = { sentMs: numbers(0, 100, 200, 300), emptyMs: numbers(70, 152, 254) }
    expect([...loneOneWayMs('polling', course(receipts, []))]).toEqual([26, 27])
  })

  it('is nothing where nothing came', () => {
    for (const transport of ['polling', 'sse'] as const)
      expect(loneOneWayMs(transport, course({}, [1]))).toHaveLength(0)
  })
})

describe('the way of a round trip’s lone messages', () => {
  const loneMs = [numbers(1, 1.2, 1.1, 0.9, 1.3), numbers(13.5, 13.7), numbers(56.5)]
  const delaysMs = [0, 12.5, 50]

  it('is its own where there are enough', () => {
    expect(loneMsAt(0, loneMs, delaysMs)).toEqual([1, 1.2, 1.1, 0.9, 1.3])
  })

  it('is that of all, each over its own link’s delay, where there are few', () => {
    const expected = [51, 51.2, 51.1, 50.9, 51.3, 51, 51.2, 56.5]
    const found = loneMsAt(2, loneMs, delaysMs)
    expect(found).toHaveLength(expected.length)
    for (const [index, ms] of expected.entries()) expect(found[index]).toBeCloseTo(ms)
  })
})

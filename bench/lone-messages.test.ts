import { describe, expect, it } from 'vitest'
import { type LoneCourse, loneOneWayMs, planLoneEvents } from './lone-messages.ts'
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

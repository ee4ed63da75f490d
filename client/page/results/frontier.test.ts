import { describe, expect, it } from 'vitest'
import { reportFixture } from '../../../bench/report/test/fixture.ts'
import { pollingParameters } from './achieved.ts'
import { type costNames, eventsPerMinute, frontierOf } from './frontier.ts'
import { zeroAxis } from './zero-axis.ts'

const report = { ...reportFixture(), theory: [] }
const [scenario] = report.scenarios
const name = scenario!.name
const measured = pollingParameters(report, scenario!)!

describe('the polling curve', () => {
  it('is the closed form at each interval: p50 at d + C/2, p99 at d + 0.99 C, 60,000/C requests a minute', () => {
    const [curve] = frontierOf(report, [name], 'requestsPerMinute').curves
    expect(curve!.points.length).toBeGreaterThan(40)
    const oneWayMs = scenario!.link.rttMs / 2
    for (const { intervalMs, cost, p50Ms, p99Ms } of curve!.points) {
      expect(p50Ms).toBeCloseTo(oneWayMs + intervalMs / 2, 6)
      expect(p99Ms).toBeCloseTo(oneWayMs + 0.99 * intervalMs, 6)
      expect(cost).toBeCloseTo(60_000 / intervalMs, 6)
    }
  })

  it('pays H/(λC) head bytes an event', () => {
    const [curve] = frontierOf(report, [name], 'headBytesPerEvent').curves
    const { requestHeadBytes, responseHeadBytes, eventsPerSecond } = measured
    for (const { intervalMs, cost } of curve!.points) {
      const perCycle = (eventsPerSecond * intervalMs) / 1_000
      expect(cost).toBeCloseTo((requestHeadBytes + responseHeadBytes) / perCycle, 6)
    }
  })

  it('passes where the report’s own closed form has the run’s interval', () => {
    const row = { scenario: name, transport: 'polling', quantity: 'latencyMs.p50' } as const
    const predicted = scenario!.link.rttMs / 2 + 3 + scenario!.options.pollIntervalMs / 2
    const estimate = { median: null, low: null, high: null }
    const theory = [{ ...row, predicted, measured: estimate, tolerance: 1, agrees: true, explanation: null }]
    expect(pollingParameters({ ...report, theory }, scenario!)?.serviceMs).toBeCloseTo(3, 6)
  })

  it('is none where no poller was measured', () => {
    expect(frontierOf({ ...report, trials: [] }, [name], 'requestsPerMinute').curves).toEqual([])
  })
})

describe('the frontier’s points', () => {
  it('are the summary’s figures, per event and per minute by the rate that was achieved', () => {
    const perMinute = eventsPerMinute(report, scenario!)
    const at = (cost: (typeof costNames)[number]) =>
      frontierOf(report, [name], cost).points.find(point => point.transport === 'polling')!.cost.median!
    const cell = report.summary.find(each => each.scenario === name && each.transport === 'polling')!
    expect(at('requestsPerMinute')).toBe(cell.requestsPerClientPerMinute.median)
    expect(at('requestsPerEvent')).toBeCloseTo(at('requestsPerMinute') / perMinute, 9)
    expect(at('headBytesPerMinute')).toBeCloseTo(at('headBytesPerEvent') * perMinute, 6)
  })

  it('are of the chosen scenarios alone', () => {
    expect(frontierOf(report, [], 'requestsPerMinute')).toEqual({ points: [], curves: [] })
  })
})

describe('an axis with nought', () => {
  it('gives nought a place of its own, a decade below the least', () => {
    const axis = zeroAxis([0, 120, 600])
    expect(axis.ticks).toEqual([10, 100, 200, 500, 1_000])
    expect([axis.zeroAt, axis.place(0), axis.place(120)]).toEqual([10, 10, 120])
  })

  it('has none where no value is nought', () => {
    expect(zeroAxis([3, 40]).zeroAt).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { reportFixture } from '../report/test/fixture.ts'
import { parametersOf, placeOf, traceOf } from './from-scenario.ts'
import { usual } from './test/fixtures.ts'

const base = reportFixture().scenarios[0]!
const recorded = {
  intendedMs: Float64Array.of(1, 2),
  availableMs: Float64Array.of(1, 2),
  windowFromMs: 0,
  windowToMs: 3,
  clients: [{ firstPollMs: 0 }],
  oneWayUpMs: 50,
  oneWayDownMs: 52,
  aheadMs: 0,
  serviceMs: 0.3,
}

describe('a scenario in the model’s terms', () => {
  it('takes delay, rate and bytes as achieved and the rest as asked', () => {
    const scenario = { ...base, keepAlive: false, options: { ...base.options, pollIntervalMs: 700 } }
    const achieved = { ...usual, oneWayMs: 51, eventsPerSecond: 9.7 }
    expect(parametersOf(scenario, 'polling', achieved)).toMatchObject({
      oneWayMs: 51,
      eventsPerSecond: 9.7,
      pollIntervalMs: 700,
      keepAlive: false,
      setupMs: 102,
      arrivals: base.feed.arrivals,
    })
  })

  it('counts heartbeats only in a window that holds one', () => {
    const heartbeatMs = (durationMs: number) =>
      parametersOf({ ...base, durationMs, options: { ...base.options, heartbeatMs: 5_000 } }, 'sse', usual)
        .heartbeatMs
    expect([heartbeatMs(4_999), heartbeatMs(5_000)]).toEqual([null, 5_000])
  })

  it('lets a poller alone take the latest', () => {
    const scenario = { ...base, options: { ...base.options, pollReads: 'latest', batch: 'one' } } as const
    expect(parametersOf(scenario, 'polling', usual).take).toBe('latest')
    expect(traceOf(scenario, 'long-polling', recorded).take).toBe('one')
  })

  it('charges a round trip for a connection that is not kept, and for every restart of a WebSocket', () => {
    const setupMs = (keepAlive: boolean, transport: 'polling' | 'websocket') =>
      traceOf({ ...base, keepAlive }, transport, recorded).setupMs
    expect([setupMs(true, 'polling'), setupMs(false, 'polling'), setupMs(true, 'websocket')]).toEqual([
      0, 102, 102,
    ])
  })

  it('puts the nearer round trips of an experiment before', () => {
    const at = (rttMs: number, experiment = 'a') => ({ ...base, experiment, link: { rttMs } })
    const scenarios = [at(100), at(0), at(25), at(0, 'b')]
    expect(scenarios.map(scenario => placeOf(scenarios, scenario))).toEqual([
      { groups: 3, before: 2 },
      { groups: 3, before: 0 },
      { groups: 3, before: 1 },
      { groups: 1, before: 0 },
    ])
  })
})

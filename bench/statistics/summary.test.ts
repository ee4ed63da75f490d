import { describe, expect, it } from 'vitest'
import type { Trial } from '../report/types.ts'
import { costOf, directionOf, scenarioOf, trialOf } from './fixtures.ts'
import { summarise } from './summary.ts'

const none = { median: null, low: null, high: null }
const point = (value: number) => ({ median: value, low: value, high: value })
const blocks = [1, 2, 3, 4, 5, 6]
const same = (value: number, length = 750) => new Float64Array(length).fill(value)

function summaryOf(trials: Trial[], changes = {}) {
  return summarise(scenarioOf(changes), trials)
}

describe('summarise', () => {
  it('has a row for each transport, with nulls where no trial is valid', () => {
    const [sse, websocket] = summaryOf([trialOf({ transport: 'sse' }, same(20), { valid: false })])
    expect(sse).toMatchObject({ transport: 'sse', trials: 0, bytesPerEvent: none, lost: 0 })
    expect(sse?.latencyMs).toEqual({
      count: 0,
      independent: 0,
      min: none,
      mean: none,
      p50: none,
      p90: none,
      p99: none,
      max: none,
      histogram: [],
    })
    expect(websocket?.trials).toBe(0)
  })

  it('takes the last valid attempt of each block and leaves out controls, failures and other scenarios', () => {
    const failed: Trial = {
      ...{ scenario: 'lan', transport: 'sse', block: 4, position: 1, control: false, attempt: 1 },
      ...{ status: 'failed', startedAt: '', valid: false, reason: 'the server did not start', warnings: [] },
    }
    const [sse] = summaryOf([
      trialOf({ transport: 'sse', block: 1, attempt: 2 }, same(12)),
      trialOf({ transport: 'sse', block: 1, attempt: 1 }, same(90)),
      trialOf({ transport: 'sse', block: 2, attempt: 1 }, same(14)),
      trialOf({ transport: 'sse', block: 2, attempt: 2 }, same(90), { valid: false }),
      trialOf({ transport: 'sse', block: 3, control: true }, same(90)),
      trialOf({ transport: 'sse', block: 3, scenario: 'wan' }, same(90)),
      failed,
    ])
    expect(sse?.trials).toBe(2)
    expect(sse?.latencyMs.p50).toEqual({ median: 13, low: 12, high: 14 })
  })

  it('takes the median of trial values, and p90 of all receipts together', () => {
    const trials = blocks.map(block => trialOf({ transport: 'sse', block }, same(block * 10)))
    const [sse] = summaryOf(trials)
    expect(sse?.latencyMs.mean).toEqual({ median: 35, low: 10, high: 60 })
    expect(sse?.latencyMs.p50).toEqual({ median: 35, low: 10, high: 60 })
    expect(sse?.latencyMs.p90.median).toBe(60)
    expect(sse?.latencyMs.count).toBe(4_500)
    expect(sse?.latencyMs.histogram).toEqual(blocks.map(block => [block * 10, 750]))
  })

  it.each(['long-polling', 'streaming', 'sse', 'websocket'] as const)(
    'counts a broadcast of %s once, so 150 events carry p90 but not p99',
    transport => {
      const trials = blocks.map(block => trialOf({ transport, block }))
      const [cell] = summaryOf(trials, { transports: [transport] })
      expect(cell?.latencyMs.independent).toBe(150)
      expect(cell?.latencyMs.p90).toEqual(point(20))
      expect(cell?.latencyMs.p99).toEqual(none)
    },
  )

  it('counts each receipt of a poller, so 4,500 carry p99', () => {
    const trials = blocks.map(block => trialOf({ transport: 'polling', block }))
    const [cell] = summaryOf(trials, { transports: ['polling'] })
    expect(cell?.latencyMs.independent).toBe(4_500)
    expect(cell?.latencyMs.p99).toEqual(point(20))
  })

  it.each([
    [1, point(20), none],
    [99, point(20), none],
    [100, point(20), point(20)],
  ])('with %d independent events shows p50, and p90 from 100', (events, p50, p90) => {
    const [cell] = summaryOf([trialOf({ transport: 'polling' }, same(20, events))], {
      transports: ['polling'],
    })
    expect(cell?.latencyMs.p50).toEqual(p50)
    expect(cell?.latencyMs.p90).toEqual(p90)
  })

  it('divides the window by deliveries, clients and minutes', () => {
    const windowBytes = { up: directionOf(300, 10, 0, 0), down: directionOf(1_200, 65, 150, 1_500) }
    const trial = trialOf({ transport: 'polling' }, same(20, 75), {
      windowBytes,
      setupBytes: { up: directionOf(6_000, 0, 0, 0), down: directionOf(4_500, 0, 1_500, 0) },
      requests: { sent: 150, empty: 75 },
      server: costOf(6),
      load: costOf(12),
    })
    const [cell] = summaryOf([trial], { transports: ['polling'] })
    expect(cell).toMatchObject({
      requestsPerClientPerMinute: point(120),
      emptyShare: point(0.5),
      headBytesPerEvent: point(20),
      framingBytesPerEvent: point(1),
      envelopeBytesPerEvent: point(2),
      payloadBytesPerEvent: point(20),
      overheadBytesPerEvent: point(23),
      bytesPerEvent: point(43),
      setupBytesPerClient: point(400),
      cpuMicrosPerDelivery: point(80),
      loadCpuMicrosPerDelivery: point(160),
      serverRssBytes: point(50_000_000),
    })
  })

  it('has no share of empty polls for an open transport or where nothing was asked', () => {
    const [polling, sse] = summaryOf(
      [
        trialOf({ transport: 'polling' }),
        trialOf({ transport: 'sse' }, same(20), { requests: { sent: 4, empty: 0 } }),
      ],
      { transports: ['polling', 'sse'] },
    )
    expect(polling?.emptyShare).toEqual(none)
    expect(sse?.emptyShare).toEqual(none)
    expect(sse?.requestsPerClientPerMinute.median).toBeCloseTo(3.2)
  })

  it('has no figure per event of a trial that received none, and sums what went wrong', () => {
    const events = { published: 25, expected: 750, received: 0, lost: 4, duplicated: 2, reordered: 1 }
    const trials = [1, 2].map(block => trialOf({ transport: 'sse', block }, [], { events }))
    const [sse] = summaryOf(trials)
    expect(sse?.bytesPerEvent).toEqual(none)
    expect(sse?.cpuMicrosPerDelivery).toEqual(none)
    expect(sse?.latencyMs.independent).toBe(0)
    expect(sse).toMatchObject({ trials: 2, lost: 8, duplicated: 4, reordered: 2 })
  })
})

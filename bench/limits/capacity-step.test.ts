import { describe, expect, it } from 'vitest'
import { capacityStep, full, isDisturbed, unopenedStep } from './capacity-step.ts'
import type { Received } from './load-process.ts'
import type { Shown } from './stage.ts'

const busy = { cores: 0.5, eventLoopUtilization: 0.6 }

function shown(received: Partial<Received> = {}, lagP99Ms = 1): Shown {
  return {
    clients: 1_000,
    played: { lagP99Ms, busy },
    otherCores: 0.05,
    received: {
      ...{ expected: 5_000, received: 5_000, duplicated: 0, reordered: 0, strays: 0 },
      ...{ p50Ms: 2, p99Ms: 99.9, maxMs: 300, busy, broken: 0, firstBroken: null },
      ...received,
    },
  }
}

describe('a capacity step', () => {
  it('holds where all came once, in order, below the bound at p99', () => {
    expect(capacityStep(shown())).toEqual({
      ...{ clients: 1_000, holds: true, reason: null, opened: true, broken: 0, lagP99Ms: 1 },
      ...{ expected: 5_000, received: 5_000, duplicated: 0, reordered: 0, strays: 0 },
      ...{ p50Ms: 2, p99Ms: 99.9, maxMs: 300, server: busy, load: busy, otherCores: 0.05 },
    })
  })

  it.each<[string, Partial<Received>]>([
    ['p99 was 100 ms', { p99Ms: 100 }],
    ['5,000 of 5,000 events did not come', { received: 0, p50Ms: null, p99Ms: null, maxMs: null }],
    ['1 of 5,000 events did not come', { received: 4_999, duplicated: 1 }],
    ['1 events came twice', { duplicated: 1 }],
    ['2 events came out of order', { reordered: 2 }],
    ['3 events came that were not to', { strays: 3 }],
    ['1 connections broke: read ECONNRESET', { broken: 1, firstBroken: 'read ECONNRESET' }],
  ])('does not hold where %s', (reason, received) => {
    expect(capacityStep(shown(received))).toMatchObject({ holds: false, reason })
  })

  it('does not hold where the server appended late, which a poller that asks later would not see', () => {
    const step = capacityStep(shown({}, 100))
    expect(step).toMatchObject({ holds: false, reason: 'events were appended late, p99 100 ms' })
  })

  it('does not hold where clients could not be opened', () => {
    const reason = 'client 3 of 9: connect ECONNREFUSED 127.0.0.1:1'
    expect(unopenedStep(9, reason)).toEqual({ clients: 9, holds: false, reason, opened: false })
  })

  it('is disturbed where others took over a tenth of a core, as far as that is known', () => {
    const stepWith = (otherCores: number | null) => capacityStep({ ...shown(), otherCores })
    expect([0.11, 0.1, null].map(cores => isDisturbed(stepWith(cores)))).toEqual([true, false, false])
    expect(isDisturbed(unopenedStep(9, 'gone'))).toBe(false)
  })

  it('tells who was full', () => {
    const loop = (eventLoopUtilization: number) => ({ cores: 1, eventLoopUtilization })
    expect(full({ server: loop(0.9), load: loop(0.89) })).toEqual(['server'])
    expect(full({ server: loop(0.2), load: loop(0.99) })).toEqual(['load'])
    expect(full({ server: loop(1), load: loop(1) })).toEqual(['server', 'load'])
    expect(full({ server: loop(0.5), load: loop(0.5) })).toEqual([])
  })
})

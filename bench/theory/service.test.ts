import { describe, expect, it } from 'vitest'
import type { TransportName } from '../../server/protocol.ts'
import { costOf, trialOf } from '../statistics/fixtures.ts'
import { distribution } from '../statistics/quantile.ts'
import { type Crowd, oneWayMsOf, serviceOf } from './service.ts'

/** A trial among 750 deliveries and 150 requests in 2.5 s, whose processes were busy for so many milliseconds. */
function facts(busyMs: { server: number; link: number; load: number }, awakeMs = 0, idleMs = 0) {
  const cost = (ms: number) => ({
    ...costOf(1),
    eventLoopUtilization: ms / 2_500,
    idleUtilization: idleMs / 2_500,
  })
  const trial = trialOf({ transport: 'sse' })
  return {
    ...trial,
    server: cost(busyMs.server),
    link: { ...trial.link, cost: { ...cost(busyMs.link), awakeMs } },
    load: cost(busyMs.load),
    together: { received: 750, requests: 150 },
  }
}

type Given = [transport: TransportName, crowd: Crowd, trial: Parameters<typeof serviceOf>[0]]

function expectService(
  [transport, crowd, trial]: Given,
  meanMs: number,
  spreadMs: number,
  aheadMs = 0,
): void {
  const service = serviceOf(trial, transport, crowd)
  expect(service.aheadMs).toBeCloseTo(aheadMs, 12)
  expect(service.meanMs).toBeCloseTo(meanMs, 12)
  expect(service.spreadMs).toBeCloseTo(spreadMs, 12)
}

describe('what deliveries wait for each other', () => {
  it('is nothing for a client alone', () => {
    const trial = facts({ server: 75, link: 150, load: 300 })
    for (const transport of ['websocket', 'long-polling', 'polling'] as const)
      expectService([transport, { clients: 1, groups: 1, before: 0 }, trial], 0, 0)
  })

  it('spreads over the clients of an event as far as all processes take for each', () => {
    const trial = facts({ server: 75, link: 75, load: 300 })
    expectService(['sse', { clients: 5, groups: 1, before: 0 }, trial], (4 * 0.6) / 2, 4 * 0.6)
  })

  it('waits at the slower of server and link for the clients of the nearer round trips', () => {
    const trial = facts({ server: 75, link: 150, load: 75 })
    for (const before of [0, 1, 2])
      expectService(['websocket', { clients: 3, groups: 3, before }, trial], 0.4, 2 * 0.4, before * 3 * 0.2)
  })

  it('leaves out what the link waited awake, and what an idle process does', () => {
    const awake = facts({ server: 0, link: 90, load: 0 }, 15)
    expectService(['websocket', { clients: 2, groups: 1, before: 0 }, awake], 0.05, 0.1)
    const idle = facts({ server: 0, link: 0, load: 90 }, 0, 15)
    expectService(['websocket', { clients: 2, groups: 1, before: 0 }, idle], 0.05, 0.1)
    expectService(
      ['websocket', { clients: 2, groups: 1, before: 0 }, facts({ server: 0, link: 10, load: 0 }, 15)],
      0,
      0,
    )
  })

  it('is half of a turn for the answer to a long poll, by requests, and a whole one at the load', () => {
    const slowServer = facts({ server: 240, link: 60, load: 90 })
    expectService(['long-polling', { clients: 3, groups: 1, before: 0 }, slowServer], 0.8, 1.6)
    const slowLoad = facts({ server: 30, link: 60, load: 90 })
    expectService(['long-polling', { clients: 3, groups: 1, before: 0 }, slowLoad], 0.6, 1.2)
  })

  it('is nothing where nothing was delivered', () => {
    const trial = facts({ server: 30, link: 60, load: 90 })
    const nothing = { ...trial, together: { received: 0, requests: 0 } }
    expectService(['sse', { clients: 5, groups: 3, before: 2 }, nothing], 0, 0)
  })
})

describe('one way of the network', () => {
  it('is what lone messages took, or the link’s own account without them', () => {
    const { link } = facts({ server: 0, link: 0, load: 0 })
    expect(oneWayMsOf({ link })).toBe(0.05)
    expect(oneWayMsOf({ link: { ...link, loneMs: distribution([50, 51, 53]) } })).toBe(51)
  })
})

import { describe, expect, it } from 'vitest'
import { closedForms } from './closed-form.ts'
import { usual } from './test/fixtures.ts'

const { polling, 'long-polling': longPolling, streaming, sse, websocket } = closedForms

describe('polling', () => {
  it('waits half an interval on average and a whole one at worst', () => {
    expect(polling(usual).latencyMs).toEqual({
      min: 50,
      mean: 550,
      p50: 550,
      p90: 950,
      p99: 1_040,
      max: 1_050,
    })
  })

  it('sends requests though there is nothing to send, exp(−λC) of them', () => {
    const { requestsPerSecond, emptyShare, eventsPerNonEmptyAnswer } = polling(usual)
    expect(requestsPerSecond).toBe(1)
    expect(emptyShare).toBeCloseTo(Math.exp(-1), 12)
    expect(eventsPerNonEmptyAnswer).toBeCloseTo(1 / (1 - Math.exp(-1)), 12)
  })

  it('wastes 96 % of polls of 2 s on a feed of one event in 50 s', () => {
    const rare = { ...usual, eventsPerSecond: 1 / 50, arrivals: 'periodic', pollIntervalMs: 2_000 } as const
    expect(polling(rare).emptyShare).toBeCloseTo(0.96, 12)
    expect(polling({ ...rare, pollIntervalMs: 60_000 }).emptyShare).toBe(0)
  })

  it('lengthens its cycle by the round trip and a new connection when it pauses', () => {
    const pause = { ...usual, pace: 'pause' } as const
    expect(polling(pause).requestsPerSecond).toBeCloseTo(1 / 1.1, 12)
    expect(polling({ ...pause, keepAlive: false }).latencyMs.mean).toBe(50 + 1_200 / 2)
    expect(polling({ ...usual, keepAlive: false }).latencyMs.mean).toBe(550)
  })

  it('polls at the next multiple of its interval when an answer takes longer', () => {
    expect(polling({ ...usual, pollIntervalMs: 40 }).requestsPerSecond).toBeCloseTo(1_000 / 120, 12)
  })

  it('shares heads and segments among the events of a cycle', () => {
    const cost = polling({ ...usual, eventsPerSecond: 2, emptyResponseHeadBytes: 134 })
    expect(cost.headBytesPerEvent.up).toBe(69 / 2)
    expect(cost.headBytesPerEvent.down).toBeCloseTo((234 - 100 * Math.exp(-2)) / 2, 12)
    expect(cost.segmentsPerEvent).toBe(1.5)
    expect(polling({ ...usual, keepAlive: false }).segmentsPerEvent).toBe(10)
  })

  it('sees a part of the events when it takes the latest alone', () => {
    const latest = { ...usual, eventsPerSecond: 4, take: 'latest' } as const
    expect(polling(latest).seenShare).toBeCloseTo((1 - Math.exp(-4)) / 4, 12)
    expect(polling({ ...latest, arrivals: 'periodic' }).seenShare).toBe(1 / 4)
    expect(polling({ ...latest, arrivals: 'periodic', eventsPerSecond: 0.5 }).seenShare).toBe(1)
  })

  it('knows the latency of bursts and not how many polls are empty', () => {
    const bursts = polling({ ...usual, arrivals: 'burst', emptyResponseHeadBytes: 134 })
    expect(bursts.latencyMs.mean).toBe(550)
    expect([bursts.emptyShare, bursts.eventsPerNonEmptyAnswer, bursts.headBytesPerEvent.down]).toEqual([
      null,
      null,
      null,
    ])
  })
})

describe('long polling', () => {
  it.each([
    [0.1, 0.1],
    [0.567, 0.5],
    [1.68, 0.9],
    [2.17, 0.95],
    [3.38, 0.99],
  ])('at %f events a round trip sends %f of the requests that a round trip lets through', (x, share) => {
    const { requestsPerSecond } = longPolling({ ...usual, eventsPerSecond: x * 10 })
    expect(requestsPerSecond! / 10).toBeCloseTo(share, 2)
  })

  it('has a mean of 55 ms where polling each 1.005 s has 552', () => {
    expect(longPolling(usual).latencyMs.mean).toBeCloseTo(55, 0)
    expect(polling({ ...usual, pollIntervalMs: 1_004.84 }).latencyMs.mean).toBeCloseTo(552.4, 1)
  })

  it('takes three transits at most on a kept connection', () => {
    expect(longPolling(usual).latencyMs).toMatchObject({ min: 50, p50: 50, max: 150 })
    expect(longPolling({ ...usual, keepAlive: false }).latencyMs.max).toBe(250)
  })

  it('counts the service in the transit and in the gap', () => {
    const served = { ...usual, serviceMs: 3, gapExtraMs: 2 }
    expect(longPolling(served).latencyMs).toMatchObject({ min: 53, max: 53 + 105 })
  })

  it('nears a mean of two transits when events are frequent', () => {
    expect(longPolling({ ...usual, eventsPerSecond: 200 }).latencyMs.mean).toBeCloseTo(100, 3)
  })

  it('is polling a gap apart when nothing is held', () => {
    const unheld = longPolling({ ...usual, holdMs: 0, eventsPerSecond: 3 })
    const polled = polling({ ...usual, pollIntervalMs: 100, eventsPerSecond: 3 })
    expect(unheld.latencyMs.p99).toBeCloseTo(polled.latencyMs.p99!, 9)
    expect(unheld.requestsPerSecond).toBeCloseTo(polled.requestsPerSecond!, 9)
    expect(unheld.emptyShare).toBeCloseTo(polled.emptyShare!, 9)
  })

  it('has a step where a period is a round trip', () => {
    const fourHertz = { ...usual, arrivals: 'periodic', eventsPerSecond: 4, holdMs: 25_000 } as const
    const slow = longPolling({ ...fourHertz, oneWayMs: 124 })
    expect(slow.latencyMs).toMatchObject({ mean: 124, p99: 124, max: 124 })
    expect(slow.requestsPerSecond).toBe(4)
    const fast = longPolling({ ...fourHertz, oneWayMs: 130 })
    expect(fast.latencyMs).toMatchObject({ mean: 260, max: 390 })
    expect(fast.requestsPerSecond).toBeCloseTo(1_000 / 260, 12)
  })

  it('is an M/D/1 queue with one event an answer, and diverges at one event a round trip', () => {
    const one = { ...usual, take: 'one' } as const
    expect(longPolling({ ...one, eventsPerSecond: 5 }).latencyMs.mean).toBeCloseTo(50 + 50, 9)
    expect(longPolling({ ...one, eventsPerSecond: 9 }).latencyMs.mean).toBeCloseTo(50 + 450, 9)
    const saturated = longPolling({ ...one, eventsPerSecond: 10 })
    expect([saturated.latencyMs.mean, saturated.requestsPerSecond]).toEqual([null, 10])
  })

  it('knows of bursts only that none waits longer than the gap', () => {
    const { latencyMs, requestsPerSecond } = longPolling({ ...usual, arrivals: 'burst' })
    expect(latencyMs).toEqual({ min: 50, mean: null, p50: null, p90: null, p99: null, max: 150 })
    expect(requestsPerSecond).toBeNull()
  })
})

describe('an open transport', () => {
  it.each([streaming, sse, websocket])('takes one transit and no request', predict => {
    const { latencyMs, requestsPerSecond, emptyShare, segmentsPerEvent } = predict({
      ...usual,
      serviceMs: 0.5,
    })
    expect(latencyMs).toEqual({ min: 50.5, mean: 50.5, p50: 50.5, p90: 50.5, p99: 50.5, max: 50.5 })
    expect([requestsPerSecond, emptyShare, segmentsPerEvent]).toEqual([0, null, 2])
  })

  it('puts 7, 20 and 2 bytes around an event of 100', () => {
    const around = [streaming, sse, websocket].map(predict => {
      const { framingBytesPerEvent, envelopeBytesPerEvent } = predict({ ...usual, cursorBytes: 1 })
      return framingBytesPerEvent.down! + envelopeBytesPerEvent.down!
    })
    expect(around).toEqual([7, 20, 2])
  })

  it('waits for the rest of the gap when its stream is restarted', () => {
    const { latencyMs, requestsPerSecond, headBytesPerEvent } = streaming({ ...usual, streamAgeMs: 900 })
    expect(latencyMs).toMatchObject({ p50: 50, max: 150 })
    expect(latencyMs.mean).toBeCloseTo(50 + 100 ** 2 / (2 * 1_000), 9)
    expect([requestsPerSecond, headBytesPerEvent.up]).toEqual([1, 69])
    expect(websocket({ ...usual, streamAgeMs: 900 }).latencyMs.max).toBe(250)
  })

  it('spends more on heartbeats than on frames below a tenth of an event a second', () => {
    const framing = (eventsPerSecond: number) =>
      websocket({ ...usual, eventsPerSecond, heartbeatMs: 15_000 }).framingBytesPerEvent
    expect(framing(0.1)).toEqual({ up: expect.closeTo(4), down: expect.closeTo(2 + 8 / 3) })
    expect(framing(100).down).toBeCloseTo(2, 2)
  })
})

import { describe, expect, it } from 'vitest'
import { initialState } from '../state.ts'
import { doubtsOf, noTheory, type Observed, theoryOf } from './theory.ts'

const seen: Observed = {
  eventsPerSecond: 1,
  recordBytes: 100,
  cursorBytes: 10,
  heads: { request: 500, response: 250, emptyResponse: 150 },
}
const settings = { ...initialState.settings, heartbeatMs: 15_000 }
const with_ = (more: object) => ({ ...initialState, ...more })

describe('the theory beside a figure', () => {
  it('is for polling every second, 100 ms away, one Poisson event a second', () => {
    const { p50Ms, p99Ms, requestsPerEvent, emptyShare, headBytes } = theoryOf('polling', initialState, seen)
    expect([p50Ms, p99Ms, requestsPerEvent]).toEqual([550, 1_040, 1])
    expect(emptyShare).toBeCloseTo(Math.exp(-1), 12)
    expect(headBytes).toBeCloseTo(500 + 250 - 100 * Math.exp(-1), 9)
  })

  it('is for long polling d, at most three transits, and about a request an event', () => {
    const { p50Ms, p99Ms, requestsPerEvent } = theoryOf('long-polling', initialState, seen)
    expect(p50Ms).toBe(50)
    expect(p99Ms).toBeGreaterThan(50)
    expect(p99Ms).toBeLessThan(150)
    expect(requestsPerEvent).toBeCloseTo(1 / (0.1 + Math.exp(-0.1)), 9)
  })

  it('is for a WebSocket d and its frames, its heartbeats among them, with no heads', () => {
    const { p50Ms, p99Ms, requestsPerEvent, emptyShare, headBytes, overheadBytes, totalBytes } = theoryOf(
      'websocket',
      with_({ settings }),
      seen,
    )
    expect([p50Ms, p99Ms, requestsPerEvent, emptyShare, headBytes]).toEqual([50, 50, 0, null, 0])
    // A frame header of 2; every 15 s a heartbeat of 26 in one of 2, a ping of 2 and a pong of 6.
    expect(overheadBytes).toBeCloseTo(2 + (26 + 2 + 2 + 6) / 15, 9)
    expect(totalBytes).toBeCloseTo(102 + 36 / 15, 9)
  })

  it('pays a connection for each poll without keep-alive', () => {
    const state = with_({ settings: { ...settings, keepAlive: false } })
    expect(theoryOf('polling', { ...state, poll: { intervalMs: 1_000, pace: 'pause' } }, seen).p50Ms).toBe(
      50 + 1_200 / 2,
    )
  })

  it('takes the rate asked for until one was measured, and gives none by hand before', () => {
    const unknown = { ...seen, eventsPerSecond: null }
    const state = (kind: 'poisson' | 'manual') =>
      with_({ settings: { ...settings, feed: { ...settings.feed, kind, eventsPerSecond: 4 } } })
    expect(theoryOf('polling', state('poisson'), unknown).requestsPerEvent).toBe(0.25)
    expect(theoryOf('polling', state('manual'), unknown)).toEqual(noTheory)
  })

  it('gives no bytes before it has seen their sizes', () => {
    const unknown = { ...seen, heads: { request: null, response: null, emptyResponse: null } }
    const { headBytes, overheadBytes, p50Ms } = theoryOf('polling', initialState, unknown)
    expect([headBytes, overheadBytes, p50Ms]).toEqual([null, null, 550])
    expect(theoryOf('sse', initialState, { ...seen, recordBytes: null }).overheadBytes).toBe(null)
  })

  it('says what it knows nothing of', () => {
    expect(doubtsOf(settings)).toEqual([])
    const link = { ...settings.link, jitterMs: 5, proxyHoldBytes: 4_096, blackHole: true }
    expect(doubtsOf({ ...settings, link })).toEqual(['blackHole', 'proxy', 'jitter'])
    expect(theoryOf('sse', with_({ settings: { ...settings, link } }), seen)).toEqual(noTheory)
  })
})

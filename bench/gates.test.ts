import { describe, expect, it } from 'vitest'
import { findDoubts } from './gates.ts'
import type { LoadClose } from './load-process.ts'
import { scenarioOf, trialOf } from './statistics/fixtures.ts'
import { emptyBooks } from './wire/books.ts'

const clean: LoadClose = {
  bytes: emptyBooks(),
  discrepancies: [],
  connections: { opened: 30, reopened: 0 },
  reconnects: 0,
  gaps: 0,
}
const facts = trialOf({ transport: 'websocket' })
const inTime = Float64Array.from({ length: 100 }, () => 0.4)
const doubtsOf = (changes: object, closed: Partial<LoadClose> = {}, scenario = scenarioOf()) =>
  findDoubts({ ...facts, ...changes }, scenario, 'websocket', {
    closed: { ...clean, ...closed },
    feedLagMs: inTime,
  })
const doubtsOfFeed = (late: readonly number[], changes: object = {}) =>
  findDoubts({ ...facts, ...changes }, scenarioOf(), 'websocket', {
    closed: clean,
    feedLagMs: [...inTime.subarray(late.length), ...late],
  })

describe('the gates of a trial', () => {
  it('find nothing in a trial without a fault', () => {
    expect(doubtsOf({})).toEqual({ invalid: [], notes: [] })
  })

  it.each([
    ['a lost event', { events: { ...facts.events, lost: 1 } }, {}, /^1 of \d+ events had not come/],
    ['an event that came twice', { events: { ...facts.events, duplicated: 2 } }, {}, /^2 events came twice$/],
    ['an event out of order', { events: { ...facts.events, reordered: 1 } }, {}, /out of order/],
    ['a window without events', { events: { ...facts.events, published: 0 } }, {}, /no event/],
    [
      'books that do not close',
      {},
      { discrepancies: ['client 3, socket 1: off'] },
      /the books do not close: client 3/,
    ],
    ['a reconnect', {}, { reconnects: 1 }, /1 reconnects that nobody planned/],
    ['a gap', {}, { gaps: 1 }, /1 gaps that nobody planned/],
    ['a load that is too busy', { load: { ...facts.load, eventLoopUtilization: 0.71 } }, {}, /busy for 71 %/],
    [
      'a load that stood still',
      { load: { ...facts.load, eventLoopDelayMaxMs: 20.1 } },
      {},
      /late by 20\.1 ms/,
    ],
    ['a machine that others use', { otherCpuShare: 0.11 }, {}, /other processes took 11 % of a core/],
    [
      'an event that came too early',
      { latencyMs: { ...facts.latencyMs, min: -0.25 } },
      {},
      /0\.250 ms sooner than the network/,
    ],
  ])('find %s', (_what, changes, closed, line) => {
    const { invalid } = doubtsOf(changes, closed)
    expect(invalid).toHaveLength(1)
    expect(invalid[0]).toMatch(line)
  })

  it.each([
    [
      'a link that is late',
      { link: { askedMs: 12.5, achievedMs: { ...facts.link.achievedMs, p50: 13.1, min: 12.5 } } },
      /off by 0\.60 ms/,
    ],
    [
      'a link that lets out early',
      { link: { askedMs: 12.5, achievedMs: { ...facts.link.achievedMs, p50: 12.6, min: 12.4 } } },
      /before its 12\.5 ms/,
    ],
  ])('find %s', (_what, changes, line) => {
    expect(doubtsOf(changes).invalid).toEqual([expect.stringMatching(line)])
  })

  it('find a poller that is later than its interval', () => {
    const late = { ...facts, latencyMs: { ...facts.latencyMs, p99: 503 } }
    expect(findDoubts(late, scenarioOf(), 'polling', { closed: clean, feedLagMs: inTime }).invalid).toEqual([
      expect.stringMatching(/polling’s p99 was 503\.0 ms, over the 502\.\d ms/),
    ])
  })

  it('finds categories that do not add up to the total', () => {
    const bytes = { ...emptyBooks(), up: { ...emptyBooks().up, head: 70, total: 69 } }
    expect(doubtsOf({ bytes }).invalid).toEqual(['the byte categories do not add up to the total'])
  })

  it.each([
    [[5.1, 7, 5.2], 'the feed was late by up to 7.0 ms, 3 of 100 events by over 5 ms'],
    [[20.1], 'the feed was late by up to 20.1 ms, 1 of 100 events by over 5 ms'],
  ])('find a feed that was late by %j', (late, line) => {
    expect(doubtsOfFeed(late).invalid).toEqual([`${line}, though the server was not saturated`])
  })

  it('allow one event in fifty to be late, and none of fewer', () => {
    expect(doubtsOfFeed([5.1, 19.9]).invalid).toEqual([])
    const few = { closed: clean, feedLagMs: [5.1, ...inTime.subarray(0, 48)] }
    expect(findDoubts(facts, scenarioOf(), 'websocket', few).invalid).toHaveLength(1)
  })

  it('calls a late feed on a busy server a result and not a fault', () => {
    const { invalid, notes } = doubtsOfFeed([80, 80, 80], {
      server: { ...facts.server, eventLoopUtilization: 0.95 },
    })
    expect(invalid).toEqual([])
    expect(notes).toEqual(['server saturated: its event loop was busy for 95 % of the window'])
  })

  it('believes a machine that does not tell of others', () => {
    expect(doubtsOf({ otherCpuShare: null })).toEqual({ invalid: [], notes: [] })
  })

  it('flags a trial that was not stationary, and keeps it', () => {
    const stationarity = { settledAfterMs: 800, nonstationary: true, trendMs: -2.5 }
    expect(doubtsOf({ stationarity })).toEqual({
      invalid: [],
      notes: [
        'nonstationary: it settled after 800 ms, with a warm-up of 500 ms, a trend of -2.5 ms over the window',
      ],
    })
    const never = { settledAfterMs: null, nonstationary: true, trendMs: null }
    expect(doubtsOf({ stationarity: never }).notes).toEqual(['nonstationary: it never settled'])
    const trend = { settledAfterMs: 0, nonstationary: true, trendMs: 3.1 }
    expect(doubtsOf({ stationarity: trend }).notes).toEqual([
      'nonstationary: a trend of 3.1 ms over the window',
    ])
  })

  it('lets streams that end by plan reconnect', () => {
    const scenario = scenarioOf()
    const aged = { ...scenario, options: { ...scenario.options, streamAgeMs: 500 } }
    expect(doubtsOf({}, { reconnects: 90 }, aged).invalid).toEqual([])
  })
})

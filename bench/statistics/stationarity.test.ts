import { describe, expect, it } from 'vitest'
import { seededInts } from './random.ts'
import { judgeStationarity, type Stationarity } from './stationarity.ts'

const course = { fromMs: 10_000, windowFromMs: 10_500, windowToMs: 12_500, latencyP50Ms: 0.6 }

interface Planted {
  readonly events: number
  readonly clients: number
  /** Added to a residual of an event at a time since the feed's start. */
  readonly addedMs: (sinceMs: number) => number
  readonly noise?: number
}

/**
 * Deliveries of events at random times over 2.5 s: an event is late by an exponential time with a median of 0.3 ms,
 * which all its clients share where there are several, and one in twenty by 3 ms more.
 */
function trialOf(seed: number, { events, clients, addedMs, noise = 1 }: Planted) {
  const randomInt = seededInts(seed)
  const uniform = () => (randomInt(2 ** 30) + 0.5) / 2 ** 30
  const exponential = (medianMs: number) => (-Math.log(uniform()) * medianMs) / Math.LN2
  const deliveries = Array.from({ length: events }, () => {
    const sinceMs = uniform() * 2_500
    const sharedMs = noise * (exponential(0.3) + (uniform() < 0.05 ? 3 : 0)) + addedMs(sinceMs)
    return Array.from({ length: clients }, (_, client) => ({
      timeMs: course.fromMs + sinceMs,
      residualMs: sharedMs + (client === 0 ? 0 : noise * exponential(0.05)),
    }))
  }).flat()
  return {
    timesMs: Float64Array.from(deliveries, ({ timeMs }) => timeMs),
    residualsMs: Float64Array.from(deliveries, ({ residualMs }) => residualMs),
  }
}

const trials = 500

/** The share of seeded trials whose judgement is such. */
function share(planted: Planted, is: (judged: Stationarity) => boolean): number {
  const judged = Array.from({ length: trials }, (_, seed) =>
    judgeStationarity(trialOf(seed, planted), course),
  )
  return judged.filter(is).length / trials
}

const flagged = ({ nonstationary }: Stationarity) => nonstationary
const none = () => 0
const drift = (sinceMs: number) => (3 * (sinceMs - 500)) / 2_000
const warmUp = (untilMs: number) => (sinceMs: number) => (sinceMs < untilMs ? 3 : 0)

describe('whether a trial is stationary', () => {
  it.each([
    ['300 events to a client', 300, 1],
    ['25 events to 15 clients', 25, 15],
    ['100 events to 15 clients', 100, 15],
  ])('is doubted for fewer than one in fifty of those that are: %s', (_what, events, clients) => {
    expect(share({ events, clients, addedMs: none }, flagged)).toBeLessThan(0.02)
  })

  it('is doubted for under 2 % of those with stalls that hit all events of 40 ms', () => {
    const stalled = (sinceMs: number) => (sinceMs % 700 < 40 ? 3 : 0)
    expect(share({ events: 300, clients: 1, addedMs: stalled }, flagged)).toBeLessThan(0.02)
  })

  it('is doubted for at most 10 % of those that scatter by thirty times the tolerance', () => {
    expect(share({ events: 300, clients: 1, addedMs: none, noise: 30 }, flagged)).toBeLessThan(0.1)
    expect(share({ events: 25, clients: 15, addedMs: none, noise: 30 }, flagged)).toBeLessThan(0.1)
  })

  it.each([
    ['a drift of 3 ms over the window', drift],
    ['a drift of -3 ms over the window', (sinceMs: number) => -drift(sinceMs)],
    ['a warm-up that lasts 300 ms into the window', warmUp(800)],
    ['a stop of the warm-up’s half in the window’s middle', warmUp(1_500)],
    ['a slow last third', (sinceMs: number) => (sinceMs > 1_800 ? 3 : 0)],
  ])('is doubted for more than nine in ten of those with %s', (_what, addedMs) => {
    expect(share({ events: 300, clients: 1, addedMs }, flagged)).toBeGreaterThan(0.9)
  })

  it('is doubted where 25 events drift by 3 ms for all of 15 clients', () => {
    expect(share({ events: 25, clients: 15, addedMs: drift }, flagged)).toBeGreaterThan(0.9)
  })

  it('is told with the time when it had settled, within a bin', () => {
    const within = (least: number, most: number) => (judged: Stationarity) =>
      judged.settledAtMs !== null && judged.settledAtMs >= least && judged.settledAtMs <= most
    const planted = (untilMs: number) => ({ events: 300, clients: 1, addedMs: warmUp(untilMs) })
    expect(share(planted(800), within(10_700, 10_900))).toBeGreaterThan(0.98)
    expect(share(planted(300), within(10_300, 10_300))).toBeGreaterThan(0.98)
    expect(share(planted(300), flagged)).toBeLessThan(0.02)
    expect(share(planted(0), within(10_000, 10_000))).toBeGreaterThan(0.98)
  })

  it('is told with the size of the drift', () => {
    const near = ({ trendMs }: Stationarity) => trendMs !== null && Math.abs(trendMs - 3) < 0.6
    expect(share({ events: 300, clients: 1, addedMs: drift }, near)).toBeGreaterThan(0.95)
  })

  it('is not doubted for what is under 5 % of latency', () => {
    const residuals = trialOf(1, { events: 300, clients: 1, addedMs: drift })
    expect(judgeStationarity(residuals, course).nonstationary).toBe(true)
    expect(judgeStationarity(residuals, { ...course, latencyP50Ms: 250 })).toMatchObject({
      settledAtMs: course.fromMs,
      nonstationary: false,
    })
  })
})

describe('a trial’s bins', () => {
  const of = (rows: readonly (readonly [sinceMs: number, residualMs: number])[]) => ({
    timesMs: rows.map(([sinceMs]) => course.fromMs + sinceMs),
    residualsMs: rows.map(([, residualMs]) => residualMs),
  })
  const every = (stepMs: number, residualMs: (sinceMs: number) => number) =>
    of(
      Array.from(
        { length: 2_500 / stepMs },
        (_, index) => [index * stepMs, residualMs(index * stepMs)] as const,
      ),
    )

  it('begin with the window, so that a warm-up up to it is no doubt', () => {
    expect(judgeStationarity(every(100, warmUp(500)), course)).toEqual({
      settledAtMs: course.windowFromMs,
      nonstationary: false,
      trendMs: 0,
    })
  })

  it('never agree when the last is off', () => {
    expect(
      judgeStationarity(
        every(10, sinceMs => (sinceMs >= 2_300 ? 2 : 0)),
        course,
      ),
    ).toMatchObject({
      settledAtMs: null,
      nonstationary: true,
    })
  })

  it('are the same whatever the order, and whatever lies outside', () => {
    const residuals = every(10, sinceMs => warmUp(800)(sinceMs) + (sinceMs % 70) / 100)
    const turned = {
      timesMs: [...residuals.timesMs.toReversed(), 9_000, 12_500],
      residualsMs: [...residuals.residualsMs.toReversed(), 500, 500],
    }
    expect(judgeStationarity(turned, course)).toEqual(judgeStationarity(residuals, course))
    expect(judgeStationarity(residuals, course).settledAtMs).toBe(10_700)
  })

  it('do not tell of too few events', () => {
    const unknown = { settledAtMs: null, nonstationary: false, trendMs: null }
    expect(judgeStationarity({ timesMs: [], residualsMs: [] }, course)).toEqual(unknown)
    expect(judgeStationarity(every(300, warmUp(800)), course)).toEqual(unknown)
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../server/sources/random.ts'
import { initialState } from '../state.ts'
import { newsAgeMs, wastedShare } from './expected.ts'

describe('the expected share of wasted clicks', () => {
  it('is sales under way by seats shown free while these are many', () => {
    expect(wastedShare(50, 0.25)).toBeCloseTo(0.005, 9)
    expect(wastedShare(96, 3)).toBeCloseTo(3 / 96, 9)
  })

  it('is the chance that the last seat shown is gone where one is shown', () => {
    expect(wastedShare(1, 0.5)).toBeCloseTo(1 - Math.exp(-0.5), 12)
  })

  it('is a share that grows with what is under way and falls with what is shown', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 95 }),
        fc.double({ min: 0, max: 2_000, noNaN: true }),
        (shown, unseen) => {
          const share = wastedShare(shown, unseen)
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1 + 1e-12)
          expect(share).toBeLessThanOrEqual(wastedShare(shown, unseen + 1) + 1e-12)
          expect(share).toBeGreaterThanOrEqual(wastedShare(shown + 1, unseen) - 1e-12)
        },
      ),
    )
  })

  it('is none where nothing is under way or shown', () => {
    expect(wastedShare(20, 0)).toBe(0)
    expect(wastedShare(0, 3)).toBe(0)
  })

  it.each([
    ['a constant age', () => 0.55],
    ['a poll’s age', (random: () => number) => 0.05 + random()],
  ])('is what a simulated theatre counts, with %s', (_, ageOf) => {
    const { wasted, expected, deviation } = simulate({
      salesPerSecond: 7,
      clicksPerSecond: 1,
      theatres: 3_000,
      ageOf,
    })
    expect(expected).toBeGreaterThan(1_000)
    expect(Math.abs(wasted - expected)).toBeLessThan(0.03 * expected + 4 * deviation)
  })
})

/** Theatres of 96 seats sold by a Poisson process, seen late; one who clicks on what is shown free, and does not buy. */
function simulate({
  salesPerSecond,
  clicksPerSecond,
  theatres,
  ageOf,
}: {
  readonly salesPerSecond: number
  readonly clicksPerSecond: number
  readonly theatres: number
  readonly ageOf: (random: () => number) => number
}) {
  const random = createRandom(11)
  const gap = (perSecond: number) => -Math.log(1 - random()) / perSecond
  const meanAge = ageOf(() => 0.5)
  let [wasted, expected, variance] = [0, 0, 0]
  for (let theatre = 0; theatre < theatres; theatre += 1) {
    let soldAt = 0
    const sales = Array.from({ length: 96 }, () => {
      soldAt += gap(salesPerSecond)
      return { soldAt, shownAt: soldAt + ageOf(random) }
    })
    for (let at = gap(clicksPerSecond); at < soldAt; at += gap(clicksPerSecond)) {
      const shown = sales.filter(sale => sale.shownAt > at)
      const share = wastedShare(shown.length, salesPerSecond * meanAge)
      expected += share
      variance += share * (1 - share)
      const clicked = shown[Math.floor(random() * shown.length)]
      if (clicked && clicked.soldAt <= at) wasted += 1
    }
  }
  return { wasted, expected, deviation: Math.sqrt(variance) }
}

describe('the age of the news by theory', () => {
  const state = { ...initialState, holdMs: 25_000 }

  it('is half an interval and one way for polling, one way for what stays open', () => {
    expect(newsAgeMs('polling', state, 5)).toBeCloseTo(550, 6)
    for (const open of ['streaming', 'sse', 'websocket'] as const)
      expect(newsAgeMs(open, state, 5)).toBeCloseTo(50, 6)
  })

  it('has the wait in the gap for long polling', () => {
    const ageMs = newsAgeMs('long-polling', state, 5)
    expect(ageMs).toBeGreaterThan(50)
    expect(ageMs).toBeLessThan(150)
  })

  it('is not known of a black hole', () => {
    const { settings } = state
    const dark = { ...state, settings: { ...settings, link: { ...settings.link, blackHole: true } } }
    expect(newsAgeMs('websocket', dark, 5)).toBeNull()
  })
})

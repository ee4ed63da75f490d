/** What came of the clicks on one map. */
export interface Tally {
  readonly clicks: number
  readonly wasted: number
  /** Those clicks of which theory says something: the next two are of them. */
  readonly judged: number
  /** How many of them should be wasted: the sum of each click's chance when it was made. */
  readonly expected: number
  /** The standard deviation of that: clicks are trials of their own, so the variances p(1 − p) add up. */
  readonly deviation: number
  /** Mean age of the last news when the map showed it, in milliseconds; null before the first. */
  readonly ageMs: number | null
}

/** Keeps count of one map. */
export interface Counter {
  /** A click was answered; `chance` is that it is wasted, null where theory says nothing. */
  clicked(isWasted: boolean, chance: number | null): void
  /** News was shown at this age, in milliseconds. */
  shown(ageMs: number): void
  /** Sets it to nought. */
  reset(): void
  readonly tally: Tally
}

/** How many ages a mean is of: few, so that it follows the settings. */
const mostAges = 60
const nought = { clicks: 0, wasted: 0, judged: 0, expected: 0, variance: 0 }

/** A counter at nought. */
export function createCounter(): Counter {
  const sums = { ...nought }
  let agesMs: number[] = []
  return {
    clicked(isWasted, chance) {
      sums.clicks += 1
      if (isWasted) sums.wasted += 1
      if (chance === null) return
      sums.judged += 1
      sums.expected += chance
      sums.variance += chance * (1 - chance)
    },
    shown(ageMs) {
      agesMs = [...agesMs, ageMs].slice(-mostAges)
    },
    reset() {
      Object.assign(sums, nought)
      agesMs = []
    },
    get tally() {
      const { variance, ...counts } = sums
      const ageMs = agesMs.length === 0 ? null : agesMs.reduce((sum, age) => sum + age, 0) / agesMs.length
      return { ...counts, deviation: Math.sqrt(variance), ageMs }
    },
  }
}

import type { Estimate } from '../report/types.ts'
import { type Histogram, merge, valueAtQuantile } from './histogram.ts'
import { quantile } from './quantile.ts'
import { type RandomInt, seededInts } from './random.ts'
import { rankAt } from './rank.ts'

/** What a bootstrap is told: the seed that fixes its draws, and how many it makes. */
export interface BootstrapOptions {
  readonly seed: number
  readonly resamples?: number
}

/** Trials on shared bins: `cumulative[trial][bin]` counts the trial's values up to that bin. */
interface Cells {
  readonly bins: readonly number[]
  readonly cumulative: readonly Float64Array[]
}

/**
 * The value at quantile `q` (0 to 1) of all trials' values together, with a 95 % percentile-bootstrap interval over
 * trials: whole trials are drawn with replacement, since values within one share its luck. The interval is too narrow
 * below 6 trials, and a point for one. All null without values.
 */
export function bootstrapQuantile(
  trialHistograms: readonly Histogram[],
  q: number,
  { seed, resamples = 1_000 }: BootstrapOptions,
): Estimate {
  const merged = merge(trialHistograms)
  const cells = accumulate(trialHistograms, merged)
  const randomInt = seededInts(seed)
  const draws = Array.from({ length: resamples }, () => resampledValue(cells, q, randomInt))
  const sorted = draws.filter(value => value !== null).sort((a, b) => a - b)
  return {
    median: valueAtQuantile(merged, q),
    low: quantile(sorted, 0.025),
    high: quantile(sorted, 0.975),
  }
}

function accumulate(trialHistograms: readonly Histogram[], merged: Histogram): Cells {
  const bins = merged.map(([bin]) => bin)
  const cumulative = trialHistograms.map(histogram => {
    const counts = new Map(histogram)
    let seen = 0
    return Float64Array.from(bins, bin => {
      seen += counts.get(bin) ?? 0
      return seen
    })
  })
  return { bins, cumulative }
}

/** Null when every trial drawn was empty. */
function resampledValue({ bins, cumulative }: Cells, q: number, randomInt: RandomInt): number | null {
  const drawn = cumulative.map(() => cumulative[randomInt(cumulative.length)]!)
  const upTo = (bin: number) => drawn.reduce((sum, trial) => sum + (trial[bin] ?? 0), 0)
  const total = upTo(bins.length - 1)
  if (total === 0) return null
  const rank = rankAt(q, total)
  let first = 0
  let last = bins.length - 1
  while (first < last) {
    const middle = (first + last) >> 1
    if (upTo(middle) >= rank) last = middle
    else first = middle + 1
  }
  return bins[first]!
}

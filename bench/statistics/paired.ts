import type { Estimate, Scenario, SummaryMetric } from '../report/types.ts'
import { carriesQuantile, independentCount } from './independence.ts'
import { medianInterval, noEstimate } from './interval.ts'
import { metricOf } from './metric.ts'
import type { CountedTrial } from './selection.ts'

/** Two trials of one block. */
export type TrialPair = readonly [CountedTrial, CountedTrial]

/** Two trials' values of one metric. */
export type ValuePair = readonly [number, number]

/** Percentiles that a single trial may be too short for; a median is not biased by few events. */
const trialQuantiles: Partial<Record<SummaryMetric, number>> = { 'latencyMs.p90': 0.9, 'latencyMs.p99': 0.99 }

/** The trials of two selections that share a block, in the order of the first. */
export function pairByBlock(
  first: ReadonlyMap<number, CountedTrial>,
  second: ReadonlyMap<number, CountedTrial>,
): TrialPair[] {
  return [...first].flatMap(([block, trial]) => {
    const partner = second.get(block)
    return partner === undefined ? [] : [[trial, partner] as const]
  })
}

/**
 * Both values of a metric, for each pair that has both. None at all for p90 or p99 where any of the trials is too short
 * to carry it: its value would be near the maximum, and further off the fewer its events.
 */
export function valuePairs(
  pairs: readonly TrialPair[],
  scenario: Scenario,
  metric: SummaryMetric,
): ValuePair[] {
  const q = trialQuantiles[metric]
  if (q !== undefined && !pairs.flat().every(trial => carriesQuantile(independentCount(trial), q))) return []
  return pairs.flatMap(([first, second]) => {
    const a = metricOf(first, scenario, metric)
    const b = metricOf(second, scenario, metric)
    return a === null || b === null ? [] : [[a, b] as const]
  })
}

/** First over second: median of the pairs' ratios with its interval; null where any second value is 0. */
export function pairedRatio(pairs: readonly ValuePair[]): Estimate {
  if (pairs.some(([, b]) => b === 0)) return noEstimate
  return medianInterval(pairs.map(([a, b]) => a / b))
}

/** First less second: median of the pairs' differences with its interval, in the metric's unit. */
export function pairedDifference(pairs: readonly ValuePair[]): Estimate {
  return medianInterval(pairs.map(([a, b]) => a - b))
}

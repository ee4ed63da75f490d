import type { TransportName } from '../../server/protocol.ts'
import {
  type Comparison,
  type Control,
  type Scenario,
  type Summary,
  type SummaryMetric,
  summaryMetrics,
  type Trial,
} from '../report/types.ts'
import { readFigure } from './figure.ts'
import { pairFloor } from './floor.ts'
import { leastForInterval } from './interval.ts'
import { pairByBlock, pairedDifference, pairedRatio, type ValuePair, valuePairs } from './paired.ts'
import { type CountedTrial, countedTrials } from './selection.ts'
import { adjustedPs, pairedP } from './significance.ts'
import { practicalThresholds, verdictOf } from './verdict.ts'

/** A transport with all that a comparison asks of it. */
interface Side {
  readonly transport: TransportName
  readonly trials: ReadonlyMap<number, CountedTrial>
  readonly summary: Summary | undefined
}

/** The values of two transports on one metric, a before b. */
interface Sample {
  readonly metric: SummaryMetric
  readonly a: TransportName
  readonly b: TransportName
  readonly pairs: readonly ValuePair[]
}

/**
 * Every pair of the scenario's transports (a before b in its order) on every metric that both have: ratio and
 * difference of their trial values, paired by block, as medians with 95 % order-statistic intervals, a verdict from 6
 * pairs on, and from 10 on a p-value, adjusted over the metric's pairs of transports. A metric that either summary
 * withholds is left out, as are p90 and p99 where a single trial is too short for them.
 */
export function compareTransports(
  scenario: Scenario,
  trials: readonly Trial[],
  summaries: readonly Summary[],
  controls: readonly Control[],
): Comparison[] {
  const sides = scenario.transports.map(transport => ({
    transport,
    trials: countedTrials(trials, { scenario: scenario.name, transport, control: false }),
    summary: summaries.find(cell => cell.scenario === scenario.name && cell.transport === transport),
  }))
  const samples = sides.flatMap((a, index) => sides.slice(index + 1).flatMap(b => samplesOf(scenario, a, b)))
  const adjusted = adjustedPs(
    samples.map(sample => ({ subject: sample, family: sample.metric, p: pairedP(sample.pairs) })),
  )
  return samples.map(sample => comparisonOf(scenario, sample, adjusted.get(sample) ?? null, controls))
}

function samplesOf(scenario: Scenario, a: Side, b: Side): Sample[] {
  const blocks = pairByBlock(a.trials, b.trials)
  return summaryMetrics
    .filter(metric => isShown(a, metric) && isShown(b, metric))
    .map(metric => ({
      metric,
      a: a.transport,
      b: b.transport,
      pairs: valuePairs(blocks, scenario, metric),
    }))
    .filter(({ pairs }) => pairs.length > 0)
}

function isShown({ summary }: Side, metric: SummaryMetric): boolean {
  return summary !== undefined && readFigure(summary, metric) !== null
}

function comparisonOf(
  { name: scenario }: Scenario,
  { metric, a, b, pairs }: Sample,
  p: number | null,
  controls: readonly Control[],
): Comparison {
  const ratio = pairedRatio(pairs)
  const difference = pairedDifference(pairs)
  const control = controls.find(entry => entry.scenario === scenario && entry.metric === metric)
  const verdict = verdictOf({
    pairs: pairs.length,
    ratio,
    difference,
    threshold: practicalThresholds[metric],
    floor: pairFloor(pairs),
    controlRatio: control !== undefined && control.pairs >= leastForInterval ? control.ratio.median : null,
    p,
  })
  return { scenario, metric, a, b, ratio, difference, p, verdict }
}

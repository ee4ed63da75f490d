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
import { practicalThresholds, verdictOf } from './verdict.ts'

/** A transport with all that a comparison asks of it. */
interface Side {
  readonly transport: TransportName
  readonly trials: ReadonlyMap<number, CountedTrial>
  readonly summary: Summary | undefined
}

/**
 * Every pair of the scenario's transports (a before b in its order) on every metric that both have: ratio and
 * difference of their trial values, paired by block, as medians with 95 % order-statistic intervals, and a verdict
 * from 6 pairs on. A metric that either summary withholds is left out, as are p90 and p99 where a single trial is too
 * short for them.
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
  return sides.flatMap((a, index) =>
    sides.slice(index + 1).flatMap(b =>
      summaryMetrics.flatMap(metric => {
        const pairs = isShown(a, metric) && isShown(b, metric) ? pairValues(scenario, metric, a, b) : []
        return pairs.length === 0 ? [] : [compareMetric(scenario, metric, a, b, pairs, controls)]
      }),
    ),
  )
}

function isShown({ summary }: Side, metric: SummaryMetric): boolean {
  return summary !== undefined && readFigure(summary, metric) !== null
}

function pairValues(scenario: Scenario, metric: SummaryMetric, a: Side, b: Side): ValuePair[] {
  return valuePairs(pairByBlock(a.trials, b.trials), scenario, metric)
}

function compareMetric(
  scenario: Scenario,
  metric: SummaryMetric,
  a: Side,
  b: Side,
  pairs: readonly ValuePair[],
  controls: readonly Control[],
): Comparison {
  const ratio = pairedRatio(pairs)
  const difference = pairedDifference(pairs)
  const control = controls.find(entry => entry.scenario === scenario.name && entry.metric === metric)
  const verdict = verdictOf({
    pairs: pairs.length,
    ratio,
    difference,
    threshold: practicalThresholds[metric],
    floor: pairFloor(pairs),
    controlRatio: control !== undefined && control.pairs >= leastForInterval ? control.ratio.median : null,
  })
  return { scenario: scenario.name, metric, a: a.transport, b: b.transport, ratio, difference, verdict }
}

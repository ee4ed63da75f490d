import {
  type Control,
  type Scenario,
  type SummaryMetric,
  summaryMetrics,
  type Trial,
} from '../report/types.ts'
import { pairByBlock, pairedDifference, pairedRatio, type TrialPair, valuePairs } from './paired.ts'
import { countedTrials } from './selection.ts'

/**
 * The A/A control: for each metric that its trials have, the control run against the other run of the same transport in
 * the same block. The blocks' transports differ, so the ratio tells more than the difference; pairs whose other run is 0
 * count for the difference alone.
 */
export function summariseControls(scenario: Scenario, trials: readonly Trial[]): Control[] {
  const pairs = scenario.transports.flatMap(transport => {
    const selection = { scenario: scenario.name, transport }
    const controls = countedTrials(trials, { ...selection, control: true })
    return pairByBlock(controls, countedTrials(trials, { ...selection, control: false }))
  })
  return summaryMetrics.flatMap(metric => summariseMetric(scenario, metric, pairs))
}

function summariseMetric(scenario: Scenario, metric: SummaryMetric, trials: readonly TrialPair[]): Control[] {
  const pairs = valuePairs(trials, scenario, metric)
  if (pairs.length === 0) return []
  const control = {
    scenario: scenario.name,
    metric,
    pairs: pairs.length,
    ratio: pairedRatio(pairs.filter(([, other]) => other !== 0)),
    difference: pairedDifference(pairs),
  }
  return [control]
}

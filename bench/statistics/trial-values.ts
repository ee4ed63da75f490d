import type { TransportName } from '../../server/protocol.ts'
import type { Report, Scenario, SummaryMetric } from '../report/types.ts'
import { carriesQuantile, independentCount } from './independence.ts'
import { valuePairs } from './paired.ts'
import { countedTrials } from './selection.ts'

/** The least of a run's independent events together that a median is shown from. */
const medianQuantile = 0.5

/**
 * A run's values of a metric, one a valid trial, controls left out; none where the trials are too short for the
 * percentile: p50 by their events together, p90 and p99 by each trial's own.
 */
export function trialValues(
  run: Pick<Report, 'trials'>,
  scenario: Scenario,
  transport: TransportName,
  metric: SummaryMetric,
): number[] {
  const trials = [
    ...countedTrials(run.trials, { scenario: scenario.name, transport, control: false }).values(),
  ]
  const events = trials.reduce((total, trial) => total + independentCount(trial), 0)
  if (metric === 'latencyMs.p50' && !carriesQuantile(events, medianQuantile)) return []
  // A trial paired with itself: the pairs' rule for short trials is that of single ones.
  return valuePairs(
    trials.map(trial => [trial, trial] as const),
    scenario,
    metric,
  ).map(([value]) => value)
}

import type { CompletedTrial, Estimate, Scenario, Summary, TrialPlan } from '../../../bench/report/types.ts'
import { carriesQuantile, independentCount } from '../../../bench/statistics/independence.ts'
import { noEstimate } from '../../../bench/statistics/interval.ts'
import { type Figure, metricOf } from '../../../bench/statistics/metric.ts'

/**
 * One trial as a cell's summary, the same as the bench makes of it (its bootstrap is a point for one trial, and heavy),
 * less what a page cannot measure: computing, memory and the bytes of connecting.
 */
export function summaryOfTrial(scenario: Scenario, trial: TrialPlan & CompletedTrial): Summary {
  const independent = independentCount(trial)
  const exactly = (value: number | null): Estimate => ({ median: value, low: value, high: value })
  const estimate = (figure: Figure) => exactly(metricOf(trial, scenario, figure))
  const ifCarried = (q: number, figure: Figure) =>
    carriesQuantile(independent, q) ? estimate(figure) : noEstimate
  const { count, histogram } = trial.latencyMs
  const { lost, duplicated, reordered } = trial.events
  return {
    ...{ scenario: scenario.name, transport: trial.transport, trials: 1, lost, duplicated, reordered },
    latencyMs: {
      ...{ count, independent, histogram },
      min: estimate('latencyMs.min'),
      mean: estimate('latencyMs.mean'),
      p50: estimate('latencyMs.p50'),
      p90: ifCarried(0.9, 'latencyMs.p90'),
      p99: ifCarried(0.99, 'latencyMs.p99'),
      max: estimate('latencyMs.max'),
    },
    requestsPerClientPerMinute: estimate('requestsPerClientPerMinute'),
    emptyShare: estimate('emptyShare'),
    headBytesPerEvent: estimate('headBytesPerEvent'),
    framingBytesPerEvent: estimate('framingBytesPerEvent'),
    envelopeBytesPerEvent: estimate('envelopeBytesPerEvent'),
    payloadBytesPerEvent: estimate('payloadBytesPerEvent'),
    overheadBytesPerEvent: estimate('overheadBytesPerEvent'),
    bytesPerEvent: estimate('bytesPerEvent'),
    connectionsPerClient: estimate('connectionsPerClient'),
    ...{ setupBytesPerClient: noEstimate, cpuMicrosPerDelivery: noEstimate },
    ...{ loadCpuMicrosPerDelivery: noEstimate, serverRssBytes: noEstimate },
  }
}

import type { TransportName } from '../../server/protocol.ts'
import type { Estimate, Scenario, Summary, Trial } from '../report/types.ts'
import { bootstrapQuantile } from './bootstrap.ts'
import { merge } from './histogram.ts'
import { carriesQuantile, independentCount } from './independence.ts'
import { medianInterval, noEstimate } from './interval.ts'
import { type Figure, metricOf } from './metric.ts'
import { type CountedTrial, countedTrials } from './selection.ts'

/** Fixed, so that a report rendered again from its trials says the same. */
const bootstrapSeed = 1

/**
 * One summary for each of the scenario's transports, from its valid trials without controls: medians of trial values,
 * and p90 and p99 of all trials' receipts together. A percentile is null until n(1 − q) ≥ 10 independent events carry
 * it; a transport without valid trials has `trials: 0` and nulls. Latencies are of the events that came; the lost are
 * counted beside them.
 */
export function summarise(scenario: Scenario, trials: readonly Trial[]): Summary[] {
  return scenario.transports.map(transport => {
    const counted = countedTrials(trials, { scenario: scenario.name, transport, control: false })
    return summariseCell(scenario, transport, [...counted.values()])
  })
}

function summariseCell(
  scenario: Scenario,
  transport: TransportName,
  trials: readonly CountedTrial[],
): Summary {
  const estimate = (figure: Figure) => medianInterval(trials.map(trial => metricOf(trial, scenario, figure)))
  return {
    scenario: scenario.name,
    transport,
    trials: trials.length,
    latencyMs: summariseLatency(trials, estimate),
    requestsPerClientPerMinute: estimate('requestsPerClientPerMinute'),
    emptyShare: estimate('emptyShare'),
    headBytesPerEvent: estimate('headBytesPerEvent'),
    framingBytesPerEvent: estimate('framingBytesPerEvent'),
    envelopeBytesPerEvent: estimate('envelopeBytesPerEvent'),
    payloadBytesPerEvent: estimate('payloadBytesPerEvent'),
    overheadBytesPerEvent: estimate('overheadBytesPerEvent'),
    bytesPerEvent: estimate('bytesPerEvent'),
    setupBytesPerClient: estimate('setupBytesPerClient'),
    connectionsPerClient: estimate('connectionsPerClient'),
    cpuMicrosPerDelivery: estimate('cpuMicrosPerDelivery'),
    loadCpuMicrosPerDelivery: estimate('loadCpuMicrosPerDelivery'),
    serverRssBytes: estimate('serverRssBytes'),
    lost: total(trials, trial => trial.events.lost),
    duplicated: total(trials, trial => trial.events.duplicated),
    reordered: total(trials, trial => trial.events.reordered),
  }
}

function summariseLatency(
  trials: readonly CountedTrial[],
  estimate: (figure: Figure) => Estimate,
): Summary['latencyMs'] {
  const independent = total(trials, independentCount)
  const histograms = trials.map(trial => trial.latencyMs.histogram)
  const ifCarried = (q: number, figure: () => Estimate) =>
    carriesQuantile(independent, q) ? figure() : noEstimate
  const merged = (q: number) => bootstrapQuantile(histograms, q, { seed: bootstrapSeed })
  return {
    count: total(trials, trial => trial.latencyMs.count),
    independent,
    min: estimate('latencyMs.min'),
    mean: estimate('latencyMs.mean'),
    // The middle of few events is unsure, which its interval shows, but not biased as their tail is.
    p50: estimate('latencyMs.p50'),
    p90: ifCarried(0.9, () => merged(0.9)),
    p99: ifCarried(0.99, () => merged(0.99)),
    max: estimate('latencyMs.max'),
    histogram: merge(histograms),
  }
}

function total(trials: readonly CountedTrial[], amount: (trial: CountedTrial) => number): number {
  return trials.reduce((sum, trial) => sum + amount(trial), 0)
}

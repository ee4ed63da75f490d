import { transportNames } from '../../server/protocol.ts'
import { type Report, type Scenario, type SummaryMetric, summaryMetrics } from '../report/types.ts'
import { holm } from './holm.ts'
import { permutationP } from './rank-sum.ts'
import { type Change, changeOf, type Sample } from './run-change.ts'
import { trialValues } from './trial-values.ts'

/** What a comparison of runs reads of a report. */
export type Run = Pick<Report, 'scenarios' | 'trials'>

/** With fewer trials a side there are no p-values. */
export const leastForP = 10

/** Metrics that are looked at together; those of a family in one scenario, over its transports, share an error rate. */
const families: Record<SummaryMetric, 'latency' | 'requests' | 'bytes' | 'computing'> = {
  'latencyMs.p50': 'latency',
  'latencyMs.p90': 'latency',
  'latencyMs.p99': 'latency',
  'latencyMs.mean': 'latency',
  requestsPerClientPerMinute: 'requests',
  emptyShare: 'requests',
  headBytesPerEvent: 'bytes',
  overheadBytesPerEvent: 'bytes',
  bytesPerEvent: 'bytes',
  cpuMicrosPerDelivery: 'computing',
  loadCpuMicrosPerDelivery: 'computing',
  serverRssBytes: 'computing',
}

/**
 * Every metric that both runs have, for each transport of each scenario that both name, in A's order. Scenarios are
 * matched by name alone: whether their settings agree is the reader's to check. Trials are not paired by block, even
 * where both runs have one seed and so the same events block by block: that raises no false alarm, but it hides small
 * changes. From 10 trials a side on a verdict also needs an adjusted p of at most 0.05. What differs for the whole of a run, such as another load on the machine, is no
 * scatter of trials and shows as a change where it passes the practical threshold.
 */
export function compareRuns(a: Run, b: Run): Change[] {
  return a.scenarios.flatMap(scenario => {
    const other = b.scenarios.find(({ name }) => name === scenario.name)
    return other === undefined ? [] : compareScenario({ ...a, scenario }, { ...b, scenario: other })
  })
}

interface Side extends Run {
  readonly scenario: Scenario
}

function compareScenario(a: Side, b: Side): Change[] {
  const samples = transportNames.flatMap(transport =>
    summaryMetrics.map(metric => ({
      scenario: a.scenario.name,
      transport,
      metric,
      a: trialValues(a, a.scenario, transport, metric),
      b: trialValues(b, b.scenario, transport, metric),
    })),
  )
  const compared = samples.filter(sample => sample.a.length > 0 && sample.b.length > 0)
  const adjusted = adjustedPs(compared)
  return compared.map(sample => changeOf(sample, adjusted.get(sample) ?? null))
}

/** Those of the samples that have a p-value, adjusted within its family. */
function adjustedPs(samples: readonly Sample[]): ReadonlyMap<Sample, number> {
  const tested = samples.filter(({ a, b }) => Math.min(a.length, b.length) >= leastForP)
  const found = new Set(tested.map(({ metric }) => families[metric]))
  return new Map(
    [...found].flatMap(name => {
      const family = tested.filter(({ metric }) => families[metric] === name)
      const adjusted = holm(family.map(({ a, b }) => permutationP(a, b)))
      return family.map((sample, index) => [sample, adjusted[index]!] as const)
    }),
  )
}

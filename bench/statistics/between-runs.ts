import { transportNames } from '../../server/protocol.ts'
import { type Report, type SummaryMetric, summaryMetrics } from '../report/types.ts'
import { valuePairs } from './paired.ts'
import { haveSameBlocks, pairTrials, type Side } from './pairing.ts'
import { type Change, changeOf, evidenceOf, type Sample } from './run-change.ts'
import { adjustedPs } from './significance.ts'
import { trialValues } from './trial-values.ts'

/** What a comparison of runs reads of a report. */
export type Run = Pick<Report, 'seed' | 'scenarios' | 'trials'>

/** Metrics that are looked at together. */
const kinds: Record<SummaryMetric, 'latency' | 'requests' | 'bytes' | 'computing'> = {
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
 * matched by name alone: whether their settings agree is the reader's to check. Where the runs' blocks are the same,
 * trials are paired by block, which takes out what a block's events do to both. From 10 trials a side on a verdict also
 * needs an adjusted p of at most 0.05. What differs for the whole of a run, such as another load on the machine, is no
 * scatter of trials and shows as a change where it passes the practical threshold.
 */
export function compareRuns(a: Run, b: Run): Change[] {
  return a.scenarios.flatMap(scenario => {
    const other = b.scenarios.find(({ name }) => name === scenario.name)
    return other === undefined ? [] : compareScenario({ ...a, scenario }, { ...b, scenario: other })
  })
}

function compareScenario(a: Side, b: Side): Change[] {
  const compared = samplesOf(a, b).map(sample => ({ sample, evidence: evidenceOf(sample) }))
  const adjusted = adjustedPs(
    compared.map(({ sample, evidence: { p } }) => ({ subject: sample, family: familyOf(sample), p })),
  )
  return compared.map(({ sample, evidence }) => changeOf(sample, evidence, adjusted.get(sample) ?? null))
}

/**
 * Unpaired, all metrics of a kind; paired, a metric alone, over its transports, as between transports. Of 10 pairs the
 * least p is 2/2¹⁰, so that in a kind of 15 Holm would hear only those that agree to the last pair, which a rise of
 * 20 % in trials that scatter by 8 % does in 57 % of runs.
 */
function familyOf({ metric, pairs }: Sample): string {
  return pairs === null ? kinds[metric] : metric
}

/** What both sides have: their trials' values, of the blocks that both have where the blocks are the same. */
function samplesOf(a: Side, b: Side): Sample[] {
  const arePaired = haveSameBlocks(a, b)
  return transportNames.flatMap(transport => {
    const trials = arePaired ? pairTrials(a, b, transport) : []
    return summaryMetrics.flatMap((metric): Sample[] => {
      const cell = { scenario: a.scenario.name, transport, metric }
      const values = {
        a: trialValues(a, a.scenario, transport, metric),
        b: trialValues(b, b.scenario, transport, metric),
      }
      if (values.a.length === 0 || values.b.length === 0) return []
      const pairs = valuePairs(trials, a.scenario, metric)
      if (pairs.length === 0) return [{ ...cell, ...values, pairs: null }]
      return [{ ...cell, a: pairs.map(([, first]) => first), b: pairs.map(([second]) => second), pairs }]
    })
  })
}

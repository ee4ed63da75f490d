import type { TransportName } from '../../server/protocol.ts'
import type { Comparison, Estimate, SummaryMetric } from '../report/types.ts'
import { medianInterval } from './interval.ts'
import type { ValuePair } from './paired.ts'
import { pairedEvidence, type RunEvidence, unpairedEvidence } from './run-evidence.ts'
import { practicalThresholds, type Threshold, verdictOf } from './verdict.ts'

/** A metric's values in two runs, one a trial. */
export interface Sample {
  readonly scenario: string
  readonly transport: TransportName
  readonly metric: SummaryMetric
  readonly a: readonly number[]
  readonly b: readonly number[]
  /** The same values by block, B's before A's; null where the runs' blocks are not the same. */
  readonly pairs: readonly ValuePair[] | null
}

/** One metric of a transport in two runs: A, the one before, and B, the one after. */
export interface Change {
  readonly scenario: string
  readonly transport: TransportName
  readonly metric: SummaryMetric
  /** Trials with a value. */
  readonly trials: { readonly a: number; readonly b: number }
  /** Whether trials of the same block were set against each other, or all of A against all of B. */
  readonly isPaired: boolean
  /** Medians over trials. */
  readonly a: Estimate
  readonly b: Estimate
  /** B over A, of the pairs of blocks or of all pairs of trials; null where a value of either is 0. */
  readonly ratio: Estimate
  /** B less A, of the same pairs, in the metric's unit. */
  readonly difference: Estimate
  /** Of the permutation test, adjusted by Holm over its family; null where a side has too few trials. */
  readonly p: number | null
  /** Null below 6 trials a side: a smoke run. */
  readonly verdict: 'A lower' | 'B lower' | 'no difference shown' | null
}

const cpu: Threshold = { absolute: 1, relative: 0.04 }

/**
 * The practical thresholds, with 4 % for CPU: it takes more to choose between two transports than to ask why one of them
 * costs more than it did. It is above the 3 % by which whole runs come apart; a rise of 20 % in trials that scatter by
 * 8 % is found in 91 % of paired runs of 10 blocks (at 5 % in 89 %, at 10 % in under 60 %).
 */
const thresholds: Record<SummaryMetric, Threshold> = {
  ...practicalThresholds,
  cpuMicrosPerDelivery: cpu,
  loadCpuMicrosPerDelivery: cpu,
}

/** The first of a verdict's two sides is B, since ratio and difference are B's over and less A's. */
const verdicts: Record<NonNullable<Comparison['verdict']>, NonNullable<Change['verdict']>> = {
  'a lower': 'B lower',
  'b lower': 'A lower',
  'no difference shown': 'no difference shown',
}

/** How a sample's two sides lie to each other, before p-values are adjusted. */
export function evidenceOf({ a, b, pairs }: Sample): RunEvidence {
  return pairs === null ? unpairedEvidence(a, b) : pairedEvidence(pairs)
}

/**
 * Both sides of a sample with ratio, difference and verdict. A side is lower where the whole intervals lie beyond the
 * practical threshold and the noise floor and, given an adjusted `p`, where that is at most 0.05.
 */
export function changeOf(
  sample: Sample,
  { ratio, difference, floor }: RunEvidence,
  p: number | null,
): Change {
  const { scenario, transport, metric, a, b, pairs } = sample
  const verdict = verdictOf({
    pairs: Math.min(a.length, b.length),
    ratio,
    difference,
    threshold: thresholds[metric],
    floor,
    controlRatio: null,
    p,
  })
  return {
    scenario,
    transport,
    metric,
    trials: { a: a.length, b: b.length },
    isPaired: pairs !== null,
    a: medianInterval(a),
    b: medianInterval(b),
    ratio,
    difference,
    p,
    verdict: verdict && verdicts[verdict],
  }
}

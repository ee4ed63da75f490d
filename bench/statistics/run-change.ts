import type { TransportName } from '../../server/protocol.ts'
import type { Comparison, Estimate, SummaryMetric } from '../report/types.ts'
import { deviation, type Floor } from './floor.ts'
import { medianInterval } from './interval.ts'
import { pairwiseRatio, pairwiseShift } from './shift.ts'
import { practicalThresholds, type Threshold, verdictOf } from './verdict.ts'

/** A metric's values in two runs, one a trial; none of them is paired with one of the other run. */
export interface Sample {
  readonly scenario: string
  readonly transport: TransportName
  readonly metric: SummaryMetric
  readonly a: readonly number[]
  readonly b: readonly number[]
}

/** One metric of a transport in two runs: A, the one before, and B, the one after. */
export interface Change {
  readonly scenario: string
  readonly transport: TransportName
  readonly metric: SummaryMetric
  /** Trials with a value. */
  readonly trials: { readonly a: number; readonly b: number }
  /** Medians over trials. */
  readonly a: Estimate
  readonly b: Estimate
  /** B over A, of all pairs of trials; null where a value of either is 0. */
  readonly ratio: Estimate
  /** B less A, of all pairs of trials, in the metric's unit. */
  readonly difference: Estimate
  /** Of the permutation test, adjusted by Holm over its family; null where a side has too few trials. */
  readonly p: number | null
  /** Null below 6 trials a side: a smoke run. */
  readonly verdict: 'A lower' | 'B lower' | 'no difference shown' | null
}

/** The share of families in which a difference may be claimed where there is none. */
const alpha = 0.05

const cpu: Threshold = { absolute: 1, relative: 0.05 }

/**
 * The practical thresholds, with half the share for CPU: it takes more to choose between two transports than to ask why
 * one of them costs more than it did, and at 10 % a rise of 20 % in trials that scatter by 8 % is found in no more than
 * 60 % of runs of 10 blocks.
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

/**
 * Both sides of a sample with ratio, difference and verdict. A side is lower where the whole intervals lie beyond the
 * practical threshold and the noise floor and, given `p`, where that is at most 0.05.
 */
export function changeOf({ a, b, ...cell }: Sample, p: number | null): Change {
  const ratio = pairwiseRatio(a, b)
  const difference = pairwiseShift(a, b)
  const verdict = verdictOf({
    pairs: Math.min(a.length, b.length),
    ratio,
    difference,
    threshold: thresholds[cell.metric],
    floor: runFloor(a, b),
    controlRatio: null,
  })
  return {
    ...cell,
    trials: { a: a.length, b: b.length },
    a: medianInterval(a),
    b: medianInterval(b),
    ratio,
    difference,
    p,
    verdict: p !== null && p > alpha ? 'no difference shown' : verdict && verdicts[verdict],
  }
}

/**
 * How far two runs of the same thing come apart by their trials' own scatter: one standard error of the difference of
 * two means, of logarithms and in the metric's unit. `logRatio` is null where a value is not above 0.
 */
function runFloor(a: readonly number[], b: readonly number[]): Floor {
  const standardError = (from: readonly number[], to: readonly number[]) =>
    Math.hypot(deviation(from) / Math.sqrt(from.length), deviation(to) / Math.sqrt(to.length))
  const logs = (values: readonly number[]) => values.map(value => Math.log(value))
  const hasRatio = [...a, ...b].every(value => value > 0)
  return {
    logRatio: hasRatio ? standardError(logs(a), logs(b)) : null,
    difference: standardError(a, b),
  }
}

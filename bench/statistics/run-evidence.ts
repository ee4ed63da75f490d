import type { Estimate } from '../report/types.ts'
import { deviation, type Floor, pairFloor } from './floor.ts'
import { noEstimate } from './interval.ts'
import type { ValuePair } from './paired.ts'
import { pseudomedian } from './pseudomedian.ts'
import { permutationP } from './rank-sum.ts'
import { pairwiseRatio, pairwiseShift, ratioOf } from './shift.ts'
import { leastForP, pairedP } from './significance.ts'

/** How a metric of run B lies to that of run A: B over A, B less A, and what the trials' scatter alone would do. */
export interface RunEvidence {
  readonly ratio: Estimate
  readonly difference: Estimate
  readonly floor: Floor
  /** Not adjusted for other metrics; null where there are too few trials. */
  readonly p: number | null
}

/**
 * Of trials that share a block, B's before A's. Centres, not medians as between transports: two runs of the same thing
 * may be swapped block by block, so their differences are symmetric, and the narrower interval holds.
 */
export function pairedEvidence(pairs: readonly ValuePair[]): RunEvidence {
  const hasRatios = pairs.every(([b, a]) => b > 0 && a > 0)
  return {
    ratio: hasRatios ? ratioOf(pseudomedian(pairs.map(([b, a]) => Math.log(b / a)))) : noEstimate,
    difference: pseudomedian(pairs.map(([b, a]) => b - a)),
    floor: pairsFloor(pairs),
    p: pairedP(pairs),
  }
}

/** Of trials whose blocks are not the same. */
export function unpairedEvidence(a: readonly number[], b: readonly number[]): RunEvidence {
  return {
    ratio: pairwiseRatio(a, b),
    difference: pairwiseShift(a, b),
    floor: trialsFloor(a, b),
    p: Math.min(a.length, b.length) < leastForP ? null : permutationP(a, b),
  }
}

/**
 * The scatter of one pair over the root of their number: between transports a single block's luck is the floor, since
 * the verdict is on what a block shows; here it is on the whole run, and n pairs' centre scatters by one standard error.
 */
function pairsFloor(pairs: readonly ValuePair[]): Floor {
  const { logRatio, difference } = pairFloor(pairs)
  const root = Math.sqrt(pairs.length)
  return { logRatio: logRatio === null ? null : logRatio / root, difference: difference / root }
}

/**
 * How far two runs of the same thing come apart by their trials' own scatter: one standard error of the difference of
 * two means, of logarithms and in the metric's unit. `logRatio` is null where a value is not above 0.
 */
function trialsFloor(a: readonly number[], b: readonly number[]): Floor {
  const standardError = (from: readonly number[], to: readonly number[]) =>
    Math.hypot(deviation(from) / Math.sqrt(from.length), deviation(to) / Math.sqrt(to.length))
  const logs = (values: readonly number[]) => values.map(value => Math.log(value))
  const hasRatio = [...a, ...b].every(value => value > 0)
  return {
    logRatio: hasRatio ? standardError(logs(a), logs(b)) : null,
    difference: standardError(a, b),
  }
}

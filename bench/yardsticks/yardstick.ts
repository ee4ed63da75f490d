import type { Yardstick } from '../report/types.ts'
import { medianInterval } from '../statistics/interval.ts'
import { pairedRatio, type ValuePair } from '../statistics/paired.ts'

/** Which figure it is. */
export type YardstickName = Pick<Yardstick, 'name' | 'quantity' | 'against'>

/** A yardstick from its pairs, ours first: the medians of both sides, and the median of the pairs' own ratios. */
export function yardstickOf(name: YardstickName, pairs: readonly ValuePair[]): Yardstick {
  return {
    ...name,
    ours: medianInterval(pairs.map(([ours]) => ours)),
    other: medianInterval(pairs.map(([, other]) => other)),
    ratio: pairedRatio(pairs),
    pairs: pairs.length,
  }
}

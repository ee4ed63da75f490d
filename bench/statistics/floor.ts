import type { ValuePair } from './paired.ts'

/**
 * How much a pair of transports scatters over blocks once what a block does to both is taken out: the standard
 * deviation of the pairs' log ratios, and of their differences in the metric's unit. `logRatio` is null where a
 * value is not above 0; both are 0 for fewer than two pairs.
 */
export interface Floor {
  readonly logRatio: number | null
  readonly difference: number
}

/** The noise floor of a pair: a difference smaller than this could be one trial's luck. */
export function pairFloor(pairs: readonly ValuePair[]): Floor {
  const hasRatios = pairs.every(([a, b]) => a > 0 && b > 0)
  return {
    logRatio: hasRatios ? deviation(pairs.map(([a, b]) => Math.log(a / b))) : null,
    difference: deviation(pairs.map(([a, b]) => a - b)),
  }
}

/** The standard deviation of a sample; 0 for fewer than two values. */
export function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

import type { TransportName } from '../../../server/protocol.ts'
import type { Distribution, GroupPlace, Scenario } from '../../report/types.ts'
import type { CountedTrial } from '../../statistics/selection.ts'

/** A figure that is not as predicted, with what is known of the trials behind it. */
export interface Facts extends GroupPlace {
  readonly scenario: Scenario
  readonly transport: TransportName
  readonly quantity: string
  readonly predicted: number
  readonly measured: number
  readonly tolerance: number
  /** The mean latency that was predicted, in milliseconds; null where there is none. */
  readonly predictedMeanMs: number | null
  /** The service that is in the prediction; null where not known. */
  readonly service: { readonly aheadMs: number; readonly meanMs: number; readonly spreadMs: number } | null
  /** The cell's valid trials, or the one that is told of; never none. */
  readonly trials: readonly CountedTrial[]
}

/** A cause that may be given for a difference: only where its condition holds, and with the figures that it rests on. */
export interface Cause {
  readonly name: string
  readonly holds: (facts: Facts) => boolean
  readonly text: (facts: Facts) => string
}

const latencyFigures = { mean: 0.5, p50: 0.5, p90: 0.9, p99: 0.99 } as const

/** A figure of latency. */
export type LatencyFigure = keyof typeof latencyFigures

/** Which figure of latency a quantity is; null for any other. */
export function latencyFigureOf(quantity: string): LatencyFigure | null {
  const name = quantity.replace(/^latencyMs\./, '')
  return name !== quantity && Object.hasOwn(latencyFigures, name) ? (name as LatencyFigure) : null
}

/** The quantile of a figure of latency, 0 to 1; the mean is taken for the middle. */
export function quantileOf(figure: LatencyFigure): number {
  return latencyFigures[figure]
}

/** Whether the client's one request is always open, so that every delivery has the same prediction, whatever arrives when. */
export function isAlwaysOpen({
  transport,
  scenario: { options },
}: Pick<Facts, 'transport' | 'scenario'>): boolean {
  return transport !== 'polling' && transport !== 'long-polling' && options.streamAgeMs === null
}

/** How far the measured figure is over the predicted one; below 0 under it. */
export function excessOf({ measured, predicted }: Facts): number {
  return measured - predicted
}

/**
 * Whether a difference of its own is what the figure differs by: two thirds of the excess at least, and what is left
 * within the tolerance.
 */
export function accountsFor(facts: Facts, difference: number | null): boolean {
  if (difference === null) return false
  const left = Math.abs(excessOf(facts) - difference)
  return left <= facts.tolerance && left <= Math.abs(excessOf(facts)) / 3
}

/** Median over the trials that have a figure; null where none has. */
export function medianOver(
  trials: readonly CountedTrial[],
  of: (trial: CountedTrial) => number | null | undefined,
): number | null {
  const values = trials.map(of).filter(value => value !== null && value !== undefined)
  const sorted = values.toSorted((a, b) => a - b)
  if (sorted.length === 0) return null
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}

/** How far a figure of a delay lies over its p50, which predictions are made from; null where it is not known. */
export function overMedian(delay: Distribution, figure: LatencyFigure): number | null {
  const value = delay[figure]
  return value === null || delay.p50 === null ? null : value - delay.p50
}

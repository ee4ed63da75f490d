import { merge, valueAtQuantile } from '../../statistics/histogram.ts'
import { independentCount } from '../../statistics/independence.ts'
import { type Facts, latencyFigureOf, quantileOf } from './facts.ts'

/** Between what a figure lies, two standard errors to either side, from so many independent events or polls. */
export interface Sampled {
  readonly count: number
  readonly of: 'independent events' | 'polls of a client'
  readonly low: number
  readonly high: number
}

/** How far the cell's trials settle a latency or an empty share; null for what is counted in full. */
export function sampled(facts: Facts): Sampled | null {
  return facts.quantity === 'emptyShare' ? sampledShare(facts) : sampledLatency(facts)
}

/** The mean by the spread of all receipts; a quantile by its ranks, whatever their distribution. */
function sampledLatency({ quantity, trials, measured }: Facts): Sampled | null {
  const name = latencyFigureOf(quantity)
  const count = trials.reduce((sum, trial) => sum + independentCount(trial), 0)
  if (name === null || count === 0) return null
  const histogram = merge(trials.map(({ latencyMs }) => latencyMs.histogram))
  const of = 'independent events'
  if (name === 'mean') {
    const half = (2 * deviationOf(histogram)) / Math.sqrt(count)
    return { count, of, low: measured - half, high: measured + half }
  }
  const q = quantileOf(name)
  const half = 2 * Math.sqrt((q * (1 - q)) / count)
  const at = (share: number) => valueAtQuantile(histogram, Math.min(1, Math.max(0, share))) ?? measured
  return { count, of, low: at(q - half), high: at(q + half) }
}

/** A share of polls is binomial; polls of several clients see the same events, so they count as one client's. */
function sampledShare({ trials, scenario, measured, predicted }: Facts): Sampled | null {
  const count = Math.floor(trials.reduce((sum, { requests }) => sum + requests.sent, 0) / scenario.clients)
  if (count === 0) return null
  const half = 2 * Math.sqrt((predicted * (1 - predicted)) / count)
  return { count, of: 'polls of a client', low: measured - half, high: measured + half }
}

function deviationOf(histogram: readonly (readonly [number, number])[]): number {
  const sum = (of: (value: number) => number) =>
    histogram.reduce((total, [value, times]) => total + times * of(value), 0)
  const count = sum(() => 1)
  const mean = sum(value => value) / count
  return Math.sqrt(sum(value => (value - mean) ** 2) / count)
}

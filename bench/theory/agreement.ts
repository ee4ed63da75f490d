import { quantile } from '../statistics/quantile.ts'
import { type Judgement, judge } from './judgement.ts'

/** What the trace model is judged by; latencies client by client in the events' order, NaN where the model can't tell. */
export interface TraceFigures {
  readonly latencyMs: ArrayLike<number>
  readonly requestsPerClient: readonly number[]
}

/** How far mean and p50 may be from the model on a trial's own trace, in milliseconds. */
export const traceToleranceMs = 2

/** How many requests of a client may differ: the window's edges cut one. */
export const requestTolerance = 1

/** Of the deliveries, how many may be further from their own prediction than the mean may: a poll just missed. */
export const strayShare = 0.25

/**
 * Judges a trial by the model run on its trace: mean and p50 within 2 ms, p90 within that or a tenth of the deliveries,
 * and every client's requests within one. What
 * moves single deliveries need not move those, so where both saw as many events, the share of deliveries within 2 ms of
 * their own prediction is judged too; `spreadMs` is how far clients' service differs, which the model takes as its mean.
 * Where one saw no event there is no latency to judge. Throws a RangeError when the two are not of as many clients.
 */
export function judgeTrace(
  measured: TraceFigures,
  predicted: TraceFigures,
  spreadMs = 0,
): readonly Judgement[] {
  const clients = predicted.requestsPerClient.length
  if (measured.requestsPerClient.length !== clients) {
    throw new RangeError(
      `requestsPerClient: got ${measured.requestsPerClient.length} clients, expected ${clients}`,
    )
  }
  return [
    ...judgeLatencies(measured.latencyMs, predicted.latencyMs, spreadMs),
    ...judgeRequests(measured, predicted),
  ]
}

function judgeLatencies(
  measured: ArrayLike<number>,
  predicted: ArrayLike<number>,
  spreadMs: number,
): Judgement[] {
  const nearMs = traceToleranceMs + spreadMs / 2
  const [seen, expected] = withoutDoubtful(measured, predicted)
  if (seen.length === 0 || expected.length === 0) return []
  const judgements = [
    judge('latencyMs.mean', meanOf(seen), meanOf(expected), traceToleranceMs),
    judge('latencyMs.p50', quantileOf(seen, 0.5), quantileOf(expected, 0.5), traceToleranceMs),
  ]
  if (seen.length !== expected.length) return judgements
  const tailMs = Math.max(nearMs, ...tenthAround(expected))
  judgements.push(judge('latencyMs.p90', quantileOf(seen, 0.9), quantileOf(expected, 0.9), tailMs))
  const near = seen.filter((latencyMs, index) => Math.abs(latencyMs - expected[index]!) <= nearMs)
  return [...judgements, judge('nearDeliveryShare', near.length / seen.length, 1, strayShare)]
}

/** Both without the deliveries that the model can't tell; where they are not as many, the model's alone. */
function withoutDoubtful(
  measured: ArrayLike<number>,
  predicted: ArrayLike<number>,
): [measured: number[], predicted: number[]] {
  const known = Array.from(predicted).filter(value => !Number.isNaN(value))
  if (measured.length !== predicted.length) return [Array.from(measured), known]
  return [Array.from(measured).filter((_, index) => !Number.isNaN(predicted[index]!)), known]
}

/** The client that is furthest off stands for all. */
function judgeRequests(measured: TraceFigures, predicted: TraceFigures): Judgement[] {
  return predicted.requestsPerClient
    .map((expected, client) =>
      judge('requestsPerClient', measured.requestsPerClient[client]!, expected, requestTolerance),
    )
    .sort((a, b) => distance(b) - distance(a))
    .slice(0, 1)
}

function distance({ predicted, measured }: Judgement): number {
  return Math.abs(measured - predicted)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** How far p90 is from p85 and p95: a tenth of the deliveries, which a few that stray can move it by. */
function tenthAround(values: readonly number[]): readonly number[] {
  const p90 = quantileOf(values, 0.9)
  return [p90 - quantileOf(values, 0.85), quantileOf(values, 0.95) - p90]
}

function quantileOf(values: readonly number[], q: number): number {
  return quantile(Float64Array.from(values).sort(), q)!
}

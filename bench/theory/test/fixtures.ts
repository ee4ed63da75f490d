import { seededInts } from '../../statistics/random.ts'
import type { Parameters } from '../closed-form/parameters.ts'
import type { Trace } from '../trace/trace.ts'

/** A network of 100 ms round trip, one Poisson event a second, polls each second. */
export const usual: Parameters = {
  oneWayMs: 50,
  aheadMs: 0,
  serviceMs: 0,
  spreadMs: 0,
  eventsPerSecond: 1,
  arrivals: 'poisson',
  pollIntervalMs: 1_000,
  pace: 'rate',
  take: 'all',
  holdMs: 1e9,
  streamAgeMs: null,
  gapExtraMs: 0,
  keepAlive: true,
  setupMs: 100,
  requestHeadBytes: 69,
  responseHeadBytes: 234,
  emptyResponseHeadBytes: 234,
  payloadBytes: 100,
  cursorBytes: 10,
  heartbeatMs: null,
}

/** Numbers in (0, 1) that a seed fixes. */
export function uniforms(seed: number): () => number {
  const random = seededInts(seed)
  return () => (random(2 ** 30) + 0.5) / 2 ** 30
}

/** So many Poisson arrivals, in milliseconds. */
export function poissonMs(eventsPerSecond: number, count: number, seed: number): Float64Array {
  const uniform = uniforms(seed)
  let atMs = 0
  return Float64Array.from({ length: count }, () => {
    atMs -= (Math.log(uniform()) * 1_000) / eventsPerSecond
    return atMs
  })
}

/** So many arrivals a period apart, in milliseconds. */
export function periodicMs(eventsPerSecond: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => ((index + 1) * 1_000) / eventsPerSecond)
}

/** The trace of a workload: its clients poll from a random phase, and the window is all but 5 s at either end. */
export function traceOf(
  transport: Trace['transport'],
  parameters: Parameters,
  intendedMs: Float64Array,
  clients = 1,
): Trace {
  const uniform = uniforms(7)
  const { oneWayMs, aheadMs, serviceMs, pollIntervalMs, pace, holdMs, take, streamAgeMs, setupMs } =
    parameters
  return {
    transport,
    intendedMs,
    availableMs: intendedMs,
    windowFromMs: 5_000,
    windowToMs: intendedMs.at(-1)! - 5_000,
    clients: Array.from({ length: clients }, () => {
      const phaseMs = uniform() * pollIntervalMs
      return { firstPollMs: phaseMs, openedMs: phaseMs - pollIntervalMs }
    }),
    oneWayUpMs: oneWayMs,
    oneWayDownMs: oneWayMs,
    aheadMs,
    serviceMs,
    setupMs: parameters.keepAlive ? 0 : setupMs,
    pollIntervalMs,
    pace,
    holdMs,
    take,
    streamAgeMs,
  }
}

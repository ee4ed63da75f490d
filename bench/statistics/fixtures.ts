import type { TransportName } from '../../server/protocol.ts'
import type { CompletedTrial, ProcessCost, Scenario, TrialPlan } from '../report/types.ts'
import type { Direction } from '../wire/books.ts'
import { distribution } from './quantile.ts'
import type { RandomInt } from './random.ts'
import type { CountedTrial } from './selection.ts'

/** A scenario for tests: SSE and WebSocket, 30 clients, 6 blocks. */
export function scenarioOf(changes: Partial<Scenario> = {}): Scenario {
  return {
    name: 'lan',
    experiment: 'lan',
    transports: ['sse', 'websocket'],
    clients: 30,
    feed: { name: 'earthquakes', arrivals: 'recorded', eventsPerSecond: 10, payloadBytes: null },
    link: { rttMs: 0 },
    heads: 'minimal',
    keepAlive: true,
    mount: 'node',
    durationMs: 2_500,
    blocks: 6,
    options: {
      pollIntervalMs: 500,
      pollPace: 'rate',
      pollReads: 'all',
      holdMs: 25_000,
      batch: 'all',
      streamAgeMs: null,
      heartbeatMs: 15_000,
    },
    ...changes,
  }
}

/** A valid trial for tests: 25 events to 30 clients in 2.5 s, unless `changes` says otherwise. */
export function trialOf(
  plan: Partial<TrialPlan> & { transport: TransportName },
  latencies: ArrayLike<number> = new Float64Array(750).fill(20),
  changes: Partial<CompletedTrial> = {},
): CountedTrial {
  const none = { up: directionOf(0, 0, 0, 0), down: directionOf(0, 0, 0, 0) }
  return {
    scenario: 'lan',
    block: 1,
    position: 1,
    control: false,
    attempt: 1,
    ...plan,
    status: 'completed',
    startedAt: '2026-01-01T00:00:00.000Z',
    port: 40_000,
    valid: true,
    warnings: [],
    warmupMs: 500,
    measuredMs: 2_500,
    events: {
      published: 25,
      expected: 750,
      received: latencies.length,
      lost: 0,
      duplicated: 0,
      reordered: 0,
    },
    together: { received: latencies.length, requests: 0 },
    feedLagMs: distribution([0.1]),
    latencyMs: distribution(latencies),
    requests: { sent: 0, empty: 0 },
    connections: { opened: 30, reopened: 0 },
    bytes: none,
    setupBytes: none,
    windowBytes: none,
    link: {
      askedMs: 0,
      achievedMs: distribution([0.05]),
      loneMs: distribution([]),
      cost: { ...costOf(5), awakeMs: 0 },
    },
    model: {},
    otherCpuShare: 0.01,
    stationarity: { settledAfterMs: 0, nonstationary: false, trendMs: 0.1 },
    server: costOf(10),
    load: costOf(20),
    ...changes,
  }
}

/** Bytes of one direction whose total adds up. */
export function directionOf(head: number, framing: number, envelope: number, payload: number): Direction {
  return { head, framing, envelope, payload, total: head + framing + envelope + payload }
}

/** A process's cost with a CPU time in milliseconds. */
export function costOf(cpuMs: number): ProcessCost {
  return {
    cpuMs,
    rssBytes: 50_000_000,
    eventLoopDelayP99Ms: 1,
    eventLoopDelayMaxMs: 2,
    eventLoopUtilization: 0.1,
    idleUtilization: 0,
  }
}

/** Draws from a standard normal distribution (Box and Muller). */
export function normalDraws(randomInt: RandomInt): () => number {
  const uniform = () => (randomInt(2 ** 30) + 0.5) / 2 ** 30
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

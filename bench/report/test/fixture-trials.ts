import type { TransportName } from '../../../server/protocol.ts'
import type { Books, Direction } from '../../wire/books.ts'
import type {
  CompletedTrial,
  Distribution,
  ProcessCost,
  RecordedDistribution,
  Scenario,
  TrialPlan,
} from '../types.ts'
import type { Random } from './fixture-random.ts'

/** What a transport's trials look like: a latency, and bytes and requests for each event or client. */
interface Shape {
  readonly latencyMs: (delayMs: number, chance: number) => number
  readonly requestsPerClient: number
  readonly emptyShare: number
  readonly headPerEvent: number
  readonly framingPerEvent: number
  readonly envelopePerEvent: number
  readonly cpuMicros: number
}

const open = (framingPerEvent: number, envelopePerEvent: number): Shape => ({
  latencyMs: (delay, chance) => delay + 0.3 + 0.8 * chance ** 4,
  requestsPerClient: 0,
  emptyShare: 0,
  headPerEvent: 0,
  framingPerEvent,
  envelopePerEvent,
  cpuMicros: 21,
})

const shapes: Readonly<Record<TransportName, Shape>> = {
  polling: {
    latencyMs: (delay, chance) => delay + 0.6 + 500 * chance,
    requestsPerClient: 5,
    emptyShare: 0.04,
    headPerEvent: 49.3,
    framingPerEvent: 0,
    envelopePerEvent: 8.4,
    cpuMicros: 33,
  },
  'long-polling': {
    latencyMs: (delay, chance) => delay + 0.6 + 2 * delay * Math.max(0, (chance - 0.4) / 0.6),
    requestsPerClient: 16,
    emptyShare: 0,
    headPerEvent: 152,
    framingPerEvent: 0,
    envelopePerEvent: 27.1,
    cpuMicros: 61,
  },
  streaming: open(7, 1),
  sse: open(7, 36),
  websocket: open(4, 0),
}

/** One completed and valid trial. */
export function trialOf(plan: TrialPlan, scenario: Scenario, random: Random): CompletedTrial & TrialPlan {
  const shape = shapes[plan.transport]
  const published = 22 + Math.floor(6 * random.next())
  const expected = published * scenario.clients
  const latencies = Array.from({ length: expected }, () =>
    shape.latencyMs(scenario.link.rttMs / 2, random.next()),
  ).map(value => Number(value.toPrecision(3)))
  const sent = Math.round(shape.requestsPerClient * scenario.clients * (0.97 + 0.06 * random.next()))
  const windowBytes = booksOf(shape, expected, 0)
  return {
    ...plan,
    status: 'completed',
    startedAt: new Date(Date.UTC(2018, 1, 7, 9, plan.block, plan.position * 5)).toISOString(),
    port: 40_000 + plan.block * 10 + plan.position,
    valid: true,
    warnings: [],
    warmupMs: 500,
    measuredMs: scenario.durationMs,
    events: { published, expected, received: expected, lost: 0, duplicated: 0, reordered: 0 },
    together: { received: expected, requests: sent },
    feedLagMs: distributionOf([0.11, 0.14, 0.2, 0.31, 0.72]),
    latencyMs: { ...distributionOf(latencies), histogram: histogramOf(latencies) },
    requests: { sent, empty: Math.round(sent * shape.emptyShare) },
    connections: { opened: scenario.clients, reopened: 0 },
    bytes: booksOf(shape, expected, scenario.clients),
    setupBytes: booksOf(shape, 0, scenario.clients),
    windowBytes,
    link: {
      askedMs: scenario.link.rttMs / 2,
      achievedMs: distributionOf([0.05, 0.1, 0.2].map(lateMs => scenario.link.rttMs / 2 + lateMs)),
      loneMs: distributionOf([0.4, 0.5, 0.7].map(workMs => scenario.link.rttMs / 2 + workMs)),
      cost: { ...costOf(30), awakeMs: 4 },
    },
    model: { 'latencyMs.mean': { predicted: 20, measured: 20.5, tolerance: 2, agrees: true } },
    otherCpuShare: 0.01,
    stationarity: { settledAfterMs: 0, nonstationary: false, trendMs: 0.1 },
    server: costOf((shape.cpuMicros * expected * (0.9 + 0.2 * random.next())) / 1_000),
    load: costOf((40 * expected * (0.9 + 0.2 * random.next())) / 1_000),
  }
}

function booksOf(shape: Shape, deliveries: number, connects: number): Books {
  const up = direction({
    head: Math.round(0.4 * shape.headPerEvent * deliveries) + 180 * connects,
    framing: 0,
    envelope: 0,
    payload: 0,
  })
  const down = direction({
    head: Math.round(0.6 * shape.headPerEvent * deliveries) + 150 * connects,
    framing: Math.round(shape.framingPerEvent * deliveries),
    envelope: Math.round(shape.envelopePerEvent * deliveries) + 30 * connects,
    payload: 412 * deliveries,
  })
  return { up, down }
}

function direction(parts: Omit<Direction, 'total'>): Direction {
  return { ...parts, total: parts.head + parts.framing + parts.envelope + parts.payload }
}

function costOf(cpuMs: number): ProcessCost {
  return {
    cpuMs,
    rssBytes: 71_303_168,
    eventLoopDelayP99Ms: 1.4,
    eventLoopDelayMaxMs: 3.1,
    eventLoopUtilization: Math.min(0.6, cpuMs / 2_500),
    idleUtilization: 0.01,
  }
}

/** Order statistics with p99 left out where under 1,000 values carry it. */
function distributionOf(values: readonly number[]): Distribution {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (q: number) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null
  return {
    count: sorted.length,
    min: at(0),
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    p50: at(0.5),
    p90: at(0.9),
    p99: sorted.length < 1_000 ? null : at(0.99),
    max: at(1),
  }
}

/** Values with how often each came, in rising order. */
export function histogramOf(values: readonly number[]): RecordedDistribution['histogram'] {
  const times = new Map<number, number>()
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1)
  return [...times].toSorted(([a], [b]) => a - b)
}

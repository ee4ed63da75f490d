import type { TransportName } from '../../../server/protocol.ts'
import type { ByteCategory } from '../../wire/books.ts'
import type { CompletedTrial, Estimate, Scenario, Summary } from '../types.ts'

/** The middle of the values with the least and the greatest: a stand-in for the bench's own statistics. */
export function estimate(values: readonly (number | null)[]): Estimate {
  const sorted = values.filter(value => value !== null).toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)]
  if (median === undefined || sorted.length < values.length) return { median: null, low: null, high: null }
  if (sorted.length < 3) return { median, low: null, high: null }
  return { median, low: sorted[0] ?? null, high: sorted.at(-1) ?? null }
}

/** One cell of made-up trials. */
export function summaryOf(
  scenario: Scenario,
  transport: TransportName,
  trials: readonly CompletedTrial[],
): Summary {
  const over = (value: (trial: CompletedTrial) => number | null) => estimate(trials.map(value))
  const published = trials.reduce((sum, { events }) => sum + events.published, 0)
  const count = trials.reduce((sum, { events }) => sum + events.received, 0)
  const perEvent = (category: ByteCategory) =>
    over(({ events, windowBytes: { up, down } }) => (up[category] + down[category]) / events.received)
  const wholePerEvent = ({ events, windowBytes: { up, down } }: CompletedTrial, without: number) =>
    (up.total + down.total - without) / events.received
  return {
    scenario: scenario.name,
    transport,
    trials: trials.length,
    latencyMs: {
      count,
      independent: transport === 'polling' ? count : published,
      min: over(({ latencyMs }) => latencyMs.min),
      mean: over(({ latencyMs }) => latencyMs.mean),
      p50: over(({ latencyMs }) => latencyMs.p50),
      p90: over(({ latencyMs }) => latencyMs.p90),
      p99: over(({ latencyMs }) => latencyMs.p99),
      max: over(({ latencyMs }) => latencyMs.max),
      histogram: merged(trials),
    },
    requestsPerClientPerMinute: over(
      ({ requests, measuredMs }) => (requests.sent * 60_000) / measuredMs / scenario.clients,
    ),
    emptyShare: over(({ requests }) => (requests.sent === 0 ? null : requests.empty / requests.sent)),
    headBytesPerEvent: perEvent('head'),
    framingBytesPerEvent: perEvent('framing'),
    envelopeBytesPerEvent: perEvent('envelope'),
    payloadBytesPerEvent: perEvent('payload'),
    overheadBytesPerEvent: over(trial =>
      wholePerEvent(trial, trial.windowBytes.up.payload + trial.windowBytes.down.payload),
    ),
    bytesPerEvent: over(trial => wholePerEvent(trial, 0)),
    connectionsPerClient: { median: 1, low: 1, high: 1 },
    setupBytesPerClient: over(
      ({ setupBytes }) => (setupBytes.up.total + setupBytes.down.total) / scenario.clients,
    ),
    cpuMicrosPerDelivery: over(({ server, events }) => (server.cpuMs * 1_000) / events.received),
    loadCpuMicrosPerDelivery: over(({ load, events }) => (load.cpuMs * 1_000) / events.received),
    serverRssBytes: over(({ server }) => server.rssBytes),
    lost: 0,
    duplicated: 0,
    reordered: 0,
  }
}

function merged(trials: readonly CompletedTrial[]): Summary['latencyMs']['histogram'] {
  const times = new Map<number, number>()
  for (const { latencyMs } of trials) {
    for (const [value, count] of latencyMs.histogram) times.set(value, (times.get(value) ?? 0) + count)
  }
  return [...times].toSorted(([a], [b]) => a - b)
}

import type { TransportName } from '../../server/protocol.ts'
import type { CompletedTrial, Estimate, Scenario, Summary, Trial, TrialPlan } from '../report/types.ts'
import type { ByteCategory } from '../wire/books.ts'

type EstimateKey<T> = { [K in keyof T]: T[K] extends Estimate ? K : never }[keyof T] & string

/** Every figure that a summary estimates over trials, by its path in the summary. */
export type Figure = EstimateKey<Summary> | `latencyMs.${EstimateKey<Summary['latencyMs']>}`

type Derivation = (trial: TrialPlan & CompletedTrial, scenario: Scenario) => number | null

const minuteMs = 60_000

/** Open transports ask once and never poll. */
const polls: Record<TransportName, boolean> = {
  polling: true,
  'long-polling': true,
  streaming: false,
  sse: false,
  websocket: false,
}

const share = (part: number, whole: number) => (whole > 0 ? part / whole : null)

const perDelivery = (trial: CompletedTrial, amount: number) => share(amount, trial.events.received)

/** Window bytes of some categories, both directions, for each delivery. */
function bytesPerDelivery(...categories: (ByteCategory | 'total')[]): Derivation {
  return trial => {
    const { up, down } = trial.windowBytes
    return perDelivery(
      trial,
      categories.reduce((sum, category) => sum + up[category] + down[category], 0),
    )
  }
}

const derivations: Record<Figure, Derivation> = {
  'latencyMs.min': trial => trial.latencyMs.min,
  'latencyMs.mean': trial => trial.latencyMs.mean,
  'latencyMs.p50': trial => trial.latencyMs.p50,
  'latencyMs.p90': trial => trial.latencyMs.p90,
  'latencyMs.p99': trial => trial.latencyMs.p99,
  'latencyMs.max': trial => trial.latencyMs.max,
  requestsPerClientPerMinute: ({ requests, measuredMs }, { clients }) =>
    share(requests.sent, clients * (measuredMs / minuteMs)),
  emptyShare: ({ transport, requests }) => (polls[transport] ? share(requests.empty, requests.sent) : null),
  headBytesPerEvent: bytesPerDelivery('head'),
  framingBytesPerEvent: bytesPerDelivery('framing'),
  envelopeBytesPerEvent: bytesPerDelivery('envelope'),
  payloadBytesPerEvent: bytesPerDelivery('payload'),
  overheadBytesPerEvent: bytesPerDelivery('head', 'framing', 'envelope'),
  bytesPerEvent: bytesPerDelivery('total'),
  setupBytesPerClient: ({ setupBytes: { up, down } }, { clients }) => share(up.total + down.total, clients),
  connectionsPerClient: ({ connections }, { clients }) => share(connections.opened, clients),
  cpuMicrosPerDelivery: trial => perDelivery(trial, trial.server.cpuMs * 1_000),
  loadCpuMicrosPerDelivery: trial => perDelivery(trial, trial.load.cpuMs * 1_000),
  serverRssBytes: trial => trial.server.rssBytes,
}

/** Every figure's path. */
export const figureNames = Object.keys(derivations) as readonly Figure[]

/** One trial's value of a figure, in the unit of its name; null where the trial has none. */
export function metricOf(trial: Trial, scenario: Scenario, figure: Figure): number | null {
  return trial.status === 'completed' ? derivations[figure](trial, scenario) : null
}

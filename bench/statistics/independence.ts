import type { TransportName } from '../../server/protocol.ts'
import type { CountedTrial } from './selection.ts'

/** Independent observations that must lie beyond a quantile before it is shown. */
const leastBeyond = 10

/** Takes up the rounding of 1 − q. */
const slack = 1e-9

/** An event sent to all clients at once is one observation, however many receive it. */
const broadcast = (trial: CountedTrial) => Math.min(trial.events.published, trial.latencyMs.count)

/** Each poller asks at its own phase, so each of its receipts is one. */
const receipts = (trial: CountedTrial) => trial.latencyMs.count

const observations: Record<TransportName, (trial: CountedTrial) => number> = {
  polling: receipts,
  'long-polling': broadcast,
  streaming: broadcast,
  sse: broadcast,
  websocket: broadcast,
}

/** How many independent latencies a trial holds: events for a broadcast, event × client for polling. */
export function independentCount(trial: CountedTrial): number {
  return observations[trial.transport](trial)
}

/** Whether `independent` observations carry quantile `q`: n(1 − q) ≥ 10, so p50 from 20, p90 from 100, p99 from 1,000. */
export function carriesQuantile(independent: number, q: number): boolean {
  return independent * (1 - q) >= leastBeyond - slack
}

import type { TransportName } from '../../server/protocol.ts'
import type { CompletedTrial } from '../report/types.ts'

/** What of a trial tells its service time. */
export type ServiceFacts = Pick<CompletedTrial, 'server' | 'load' | 'events' | 'requests' | 'feedLagMs'>

/**
 * What a delivery takes beside the delay, in milliseconds: the feed's lag, and the turns of the clients served before
 * it, since one process serves them all and another plays them all. An event wakes all clients of a group at once, so
 * the mean client waits for half of them, a turn being the CPU time of both processes for a delivery. A poller is alone
 * at its time, and waits for its own decoding.
 */
export function serviceMsOf(facts: ServiceFacts, transport: TransportName, clients: number): number {
  const { server, load, events, requests, feedLagMs } = facts
  const lagMs = feedLagMs.p50 ?? 0
  if (transport === 'polling') return lagMs + share(load.cpuMs, requests.sent)
  return lagMs + (share(server.cpuMs + load.cpuMs, events.received) * (clients + 1)) / 2
}

function share(ms: number, turns: number): number {
  return turns === 0 ? 0 : ms / turns
}

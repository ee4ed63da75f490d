import type { TransportName } from '../../server/protocol.ts'
import type { CompletedTrial } from '../report/types.ts'

/** What of a trial tells its service time. */
export type ServiceFacts = Pick<CompletedTrial, 'load' | 'events' | 'requests' | 'feedLagMs'>

/**
 * What a delivery takes beside the delay, in milliseconds: the feed's lag, and the turns of the clients served before
 * it, since one process plays them all. A turn is that process's CPU time for a delivery (for a poller, a poll). An
 * event wakes all clients of a group at once, so the mean client waits for half of them; a poller is alone at its time.
 */
export function serviceMsOf(facts: ServiceFacts, transport: TransportName, clients: number): number {
  const { load, events, requests, feedLagMs } = facts
  const isAlone = transport === 'polling'
  const turns = isAlone ? requests.sent : events.received
  const turnMs = turns === 0 ? 0 : load.cpuMs / turns
  return (feedLagMs.p50 ?? 0) + (turnMs * ((isAlone ? 1 : clients) + 1)) / 2
}

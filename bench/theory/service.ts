import type { TransportName } from '../../server/protocol.ts'
import type { CompletedTrial, ProcessCost } from '../report/types.ts'

/** What of a trial tells its service time. */
export type ServiceFacts = Pick<
  CompletedTrial,
  'server' | 'load' | 'link' | 'events' | 'requests' | 'measuredMs'
>

/** The clients of one round trip, and how many round trips the processes carried at once. */
export interface Crowd {
  readonly clients: number
  readonly groups: number
}

/** What a delivery takes beside the way of a lone message, uniform on `meanMs` ± half of `spreadMs`. */
export interface Service {
  readonly meanMs: number
  readonly spreadMs: number
}

/** How long each process is busy for one delivery, or for one poll. */
interface TurnsMs {
  readonly server: number
  readonly link: number
  readonly load: number
}

type Law = (turns: TurnsMs, crowd: Crowd) => Service

/** A poller is alone at its time. */
const alone: Law = () => ({ meanMs: 0, spreadMs: 0 })

/**
 * An event wakes all clients at once, and they pass server, link and load as the jobs of one batch pass stations in
 * line, as far apart as the slowest station takes. The groups are served in turn, so the first client of one waits for
 * half of the others' first.
 */
const together: Law = ({ server, link, load }, { clients, groups }) => {
  const waitMs = ((server + link) * (groups - 1)) / 2
  return spread(waitMs, (clients - 1) * Math.max(server * groups, link * groups, load))
}

/**
 * The same, where the answer is half of a turn at the server and at the link and the next request the other half; the
 * load reads a client's answer and sends its next request before it reads another's.
 */
const answered: Law = ({ server, link, load }, { clients, groups }) => {
  const waitMs = ((server + link) * (groups - 1)) / 4
  return spread(waitMs, (clients - 1) * Math.max((server * groups) / 2, (link * groups) / 2, load))
}

function spread(firstMs: number, spreadMs: number): Service {
  return { meanMs: firstMs + spreadMs / 2, spreadMs }
}

const laws: Record<TransportName, Law> = {
  polling: alone,
  'long-polling': answered,
  streaming: together,
  sse: together,
  websocket: together,
}

/** What is a turn: a request answered, or an event delivered. */
const turnsOf: Record<TransportName, (facts: ServiceFacts) => number> = {
  polling: ({ requests }) => requests.sent,
  'long-polling': ({ requests }) => requests.sent,
  streaming: ({ events }) => events.received,
  sse: ({ events }) => events.received,
  websocket: ({ events }) => events.received,
}

/**
 * One way of a trial's network for a message alone, in milliseconds: half of what the probes measured, or the link's own
 * account where there were none.
 */
export function oneWayMsOf({ link: { askedMs, achievedMs, probeMs } }: Pick<ServiceFacts, 'link'>): number {
  return probeMs.p50 === null ? (achievedMs.p50 ?? askedMs) : probeMs.p50 / 2
}

/**
 * What a trial's deliveries wait for each other, in milliseconds, from how long its processes' event loops were busy with
 * more than an idle process is; what the link waited awake is not work.
 */
export function serviceOf(facts: ServiceFacts, transport: TransportName, crowd: Crowd): Service {
  const { server, load, link, measuredMs } = facts
  const turns = turnsOf[transport](facts) * crowd.groups
  const busyMs = ({ eventLoopUtilization, idleUtilization }: ProcessCost) =>
    (eventLoopUtilization - idleUtilization) * measuredMs
  const each = (ms: number) => (turns === 0 ? 0 : Math.max(0, ms) / turns)
  const turnsMs = {
    server: each(busyMs(server)),
    link: each(busyMs(link.cost) - link.cost.awakeMs),
    load: each(busyMs(load)),
  }
  return laws[transport](turnsMs, crowd)
}

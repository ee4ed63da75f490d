import type { TransportName } from '../../server/protocol.ts'
import type { CompletedTrial, GroupPlace, ProcessCost } from '../report/types.ts'

/** What of a trial tells its service time. */
export type ServiceFacts = Pick<CompletedTrial, 'server' | 'load' | 'link' | 'together' | 'measuredMs'>

/** The clients of one round trip, among those of others. */
export interface Crowd extends GroupPlace {
  readonly clients: number
}

/** What a delivery takes beside the way of a lone message. */
export interface Service {
  /** The wait for the nearer groups, of a delivery that found its request held or its stream open. */
  readonly aheadMs: number
  /** The wait for clients of the same group, uniform on `meanMs` ± half of `spreadMs`. */
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
const alone: Law = () => ({ aheadMs: 0, meanMs: 0, spreadMs: 0 })

/**
 * An event wakes all clients at once, and they pass server, link and load as the jobs of one batch pass stations in
 * line, as far apart as the slowest station takes. The server goes through them in the order in which they asked, and
 * who is nearer asked sooner: a group waits at server and link for those before it, and reads alone.
 */
const together: Law = ({ server, link, load }, { clients, before }) => {
  const spreadMs = (clients - 1) * Math.max(server, link, load)
  return { aheadMs: before * clients * Math.max(server, link), meanMs: spreadMs / 2, spreadMs }
}

/**
 * The same, where the answer is half of a turn at the server and at the link and the next request the other half; the
 * load reads a client's answer and sends its next request before it reads another's.
 */
const answered: Law = ({ server, link, load }, crowd) =>
  together({ server: server / 2, link: link / 2, load }, crowd)

const laws: Record<TransportName, Law> = {
  polling: alone,
  'long-polling': answered,
  streaming: together,
  sse: together,
  websocket: together,
}

/** What is a turn: a request answered, or an event delivered. */
const turnsOf: Record<TransportName, (facts: ServiceFacts) => number> = {
  polling: ({ together }) => together.requests,
  'long-polling': ({ together }) => together.requests,
  streaming: ({ together }) => together.received,
  sse: ({ together }) => together.received,
  websocket: ({ together }) => together.received,
}

/** One way of a trial's network for a message alone, in milliseconds; the link's own account where none was seen. */
export function oneWayMsOf({ link: { askedMs, achievedMs, loneMs } }: Pick<ServiceFacts, 'link'>): number {
  return loneMs.p50 ?? achievedMs.p50 ?? askedMs
}

/**
 * What a trial's deliveries wait for each other, in milliseconds, from how long its processes' event loops were busy with
 * more than an idle process is; what the link waited awake is not work.
 */
export function serviceOf(facts: ServiceFacts, transport: TransportName, crowd: Crowd): Service {
  const { server, load, link, measuredMs } = facts
  const turns = turnsOf[transport](facts)
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

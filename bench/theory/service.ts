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
 * An event wakes all clients at once, and the deliveries of a group pass server, link and load one after another: three
 * processes on two cores, with about as much to do each, so that hardly two of them work at once.
 */
const together: Law = ({ server, link, load }, crowd) => inTurn(server + link + load, { server, link }, crowd)

/**
 * The same, where the answer is half of a turn at the server and at the link and the next request the other half. The
 * load has the most to do, since it reads a client's answer and sends its next request before it reads another's, and the
 * others work beside it.
 */
const answered: Law = ({ server, link, load }, crowd) =>
  inTurn(Math.max(server / 2, link / 2, load), { server: server / 2, link: link / 2 }, crowd)

/**
 * The server goes through the clients in the order in which they asked, and who is nearer asked sooner: a group waits at
 * the slower of server and link for those before it, and its clients for each other, `apartMs` from one to the next.
 */
function inTurn(
  apartMs: number,
  { server, link }: Omit<TurnsMs, 'load'>,
  { clients, before }: Crowd,
): Service {
  const spreadMs = (clients - 1) * apartMs
  return { aheadMs: before * clients * Math.max(server, link), meanMs: spreadMs / 2, spreadMs }
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

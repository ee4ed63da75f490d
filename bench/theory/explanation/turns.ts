import type { TransportName } from '../../../server/protocol.ts'
import type { CompletedTrial, ProcessCost } from '../../report/types.ts'
import type { CountedTrial } from '../../statistics/selection.ts'
import type { Facts } from './facts.ts'

interface Law {
  /** What takes a turn at each process: a delivery, or a request. */
  readonly turns: (trial: CountedTrial) => number
  /** The share of a turn at server and link that is the answer; the rest is the request. */
  readonly answering: number
  /** Turns of its own that the prediction has beside those of others. */
  readonly own: number
}

const broadcast: Law = { turns: ({ together }) => together.received, answering: 1, own: 1 }

/** A poller is alone at its time, and waits for nobody. */
const laws: Record<TransportName, Law | null> = {
  polling: null,
  'long-polling': { turns: ({ together }) => together.requests, answering: 0.5, own: 0 },
  streaming: broadcast,
  sse: broadcast,
  websocket: broadcast,
}

/**
 * How long a delivery can take its turn and wait for the others of its event, until so great a share of a group's
 * clients has it, in milliseconds: every group's deliveries pass server and link, no process works beside another, and
 * the load reads its own group in turn. From the event loops' busy time in the window; null where nothing is served in
 * turn, or the busy time is not known.
 */
export function turnsMs(
  trial: CountedTrial,
  { transport, groups, scenario: { clients } }: Pick<Facts, 'transport' | 'groups' | 'scenario'>,
  share: number,
): number | null {
  const law = laws[transport]
  if (law === null || !knowsBusyTime(trial)) return null
  const turns = law.turns(trial)
  if (turns === 0) return null
  const { server, link, load, measuredMs } = trial
  const busyMs = ({ eventLoopUtilization, idleUtilization }: ProcessCost) =>
    Math.max(0, eventLoopUtilization - idleUtilization) * measuredMs
  const sharedMs = busyMs(server) + Math.max(0, busyMs(link.cost) - link.cost.awakeMs)
  const others = 1 - law.own
  const ahead = sharedMs * (clients * groups - others) * law.answering
  return (ahead + busyMs(load) * Math.max(0, clients * share - others)) / turns
}

/** Whether an event wakes several clients at once, so that one waits for another. */
export function isServedInTurn(transport: TransportName): boolean {
  return laws[transport] !== null
}

/** Whether a trial tells how busy its processes were; one of a report from before that was kept does not. */
export function knowsBusyTime({
  server,
  load,
  link,
  together,
}: Pick<CompletedTrial, 'server' | 'load' | 'link' | 'together'>): boolean {
  const costs = [server, load, link.cost]
  return together !== undefined && costs.every(cost => cost?.idleUtilization !== undefined)
}

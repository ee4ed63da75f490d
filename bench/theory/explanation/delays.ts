import {
  accountsFor,
  type Cause,
  excessOf,
  type Facts,
  isAlwaysOpen,
  type LatencyFigure,
  latencyFigureOf,
  medianOver,
  overMedian,
  quantileOf,
} from './facts.ts'
import { clockErrorMs } from './resolution.ts'
import { isServedInTurn, knowsBusyTime, turnsMs } from './turns.ts'
import { excess, figure } from './words.ts'

/**
 * Clients served in turn: the latency is over the prediction by no more than the processes' busy time allows beyond the
 * service that is predicted, and the first client was not late, so that it is no delay that all share. Where the share
 * of near deliveries is short, the same is asked of a stream's p90.
 */
const servedInTurn: Cause = {
  name: 'clients served in turn',
  holds(facts) {
    const turns = turnsOf(facts)
    return turns !== null && turns.overMs > 0 && turns.overMs <= turns.allowedMs && turns.isFirstInTime
  },
  text(facts) {
    const { name, overMs, allowedMs, firstMs } = turnsOf(facts)!
    const deliveries = facts.scenario.clients * facts.groups
    const isLatency = latencyFigureOf(facts.quantity) !== null
    const what = isLatency ? excess(facts) : `${excess(facts)}, as their ${name} is ${figure(overMs)} ms over`
    return `${what}; the busy time of server, link and load allows up to ${figure(allowedMs)} ms more than predicted for an event’s ${deliveries} deliveries in turn, and the first came after ${figure(firstMs)} ms`
  },
}

interface Turns {
  readonly name: LatencyFigure
  readonly overMs: number
  readonly allowedMs: number
  readonly firstMs: number
  readonly isFirstInTime: boolean
}

function turnsOf(facts: Facts): Turns | null {
  const { trials, predictedMeanMs } = facts
  const late = lateOf(facts)
  const firstMs = medianOver(trials, ({ latencyMs }) => latencyMs.min)
  if (late === null || firstMs === null || predictedMeanMs === null) return null
  const share = quantileOf(late.name)
  const waitMs = medianOver(trials, trial => turnsMs(trial, facts, share))
  const predictedMs = predictedTurnsMs(facts, share)
  if (waitMs === null || predictedMs === null) return null
  const isFirstInTime = firstMs <= predictedMeanMs + clockErrorMs
  return { ...late, allowedMs: waitMs - Math.max(0, predictedMs), firstMs, isFirstInTime }
}

/**
 * How much of that the prediction has: of a stream that is always open all that is over the link's delay and the feed's
 * lag, of a long poll, whose gap is in its latency too, the service time.
 */
function predictedTurnsMs(facts: Facts, share: number): number | null {
  const { trials, service } = facts
  const lagMs = medianOver(trials, ({ feedLagMs }) => feedLagMs.p50) ?? 0
  if (facts.transport === 'long-polling')
    return service && service.aheadMs + service.meanMs + (share - 0.5) * service.spreadMs
  if (!isAlwaysOpen(facts) || facts.predictedMeanMs === null) return null
  const linkMs = medianOver(trials, ({ link }) => link.achievedMs.p50 ?? link.askedMs) ?? 0
  const isLatency = latencyFigureOf(facts.quantity) !== null
  return (isLatency ? facts.predicted : facts.predictedMeanMs) - linkMs - lagMs
}

/** Which figure of latency is over its prediction, and by how much. */
function lateOf(facts: Facts): { readonly name: LatencyFigure; readonly overMs: number } | null {
  const name = latencyFigureOf(facts.quantity)
  if (name !== null) return { name, overMs: excessOf(facts) }
  const p90Ms = medianOver(facts.trials, ({ latencyMs }) => latencyMs.p90)
  if (facts.quantity !== 'nearDeliveryShare' || !isAlwaysOpen(facts)) return null
  if (p90Ms === null || facts.predictedMeanMs === null) return null
  const overMs = p90Ms - facts.predictedMeanMs
  const nearMs = facts.trials[0]?.model['latencyMs.mean']?.tolerance ?? Number.POSITIVE_INFINITY
  // Deliveries that strayed though their p90 is near came too soon, which is another matter.
  return overMs > nearMs ? { name: 'p90', overMs } : null
}

/**
 * Clients served side by side: the latency is under the prediction by no more than what that has for the clients before
 * one, which takes it that server, link and load have their turns one after the other.
 */
const servedSideBySide: Cause = {
  name: 'clients served side by side',
  holds(facts) {
    const waitMs = predictedWaitMs(facts)
    return waitMs !== null && excessOf(facts) < 0 && -excessOf(facts) <= waitMs + facts.tolerance
  },
  text: facts =>
    `${excess(facts)}; the prediction has ${figure(predictedWaitMs(facts)!)} ms for the clients before one, as if server, link and load never worked at once, and where they did it is less`,
}

/** What the prediction has for the clients before one; null where it is no latency, or where clients do not wait for each other. */
function predictedWaitMs({ quantity, service }: Facts): number | null {
  const name = latencyFigureOf(quantity)
  if (name === null || service === null || service.meanMs === 0) return null
  return service.aheadMs + service.meanMs + (quantileOf(name) - 0.5) * service.spreadMs
}

/** The feed or the link was late: by so much is its own mean or quantile over its p50, and predictions are made from p50s. */
function late(name: string, of: (facts: Facts, figure: LatencyFigure) => number | null): Cause {
  const lateMs = (facts: Facts) => {
    const wanted = latencyFigureOf(facts.quantity)
    return wanted === null ? null : of(facts, wanted)
  }
  return {
    name,
    holds: facts => accountsFor(facts, lateMs(facts)),
    text: facts =>
      `${excess(facts)}; its ${latencyFigureOf(facts.quantity)} was ${figure(lateMs(facts)!)} ms over its p50, and the prediction takes p50s`,
  }
}

const feedLate = late('the feed was late', ({ trials }, name) =>
  medianOver(trials, ({ feedLagMs }) => overMedian(feedLagMs, name)),
)

const linkLate = late('the link was late', ({ trials }, name) =>
  medianOver(trials, ({ link }) => overMedian(link.achievedMs, name)),
)

/** Whether clients may have been served in turn, but the report does not know how busy the processes were. */
export function isBusyTimeMissing(facts: Facts): boolean {
  const isLate = latencyFigureOf(facts.quantity) !== null ? excessOf(facts) > 0 : lateOf(facts) !== null
  return isLate && isServedInTurn(facts.transport) && !facts.trials.every(knowsBusyTime)
}

/** What can make a delivery late, or sooner than predicted, in the order in which it is asked for. */
export const delays: readonly Cause[] = [servedInTurn, servedSideBySide, feedLate, linkLate]

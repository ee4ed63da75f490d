import type { Take } from '../../../server/protocol.ts'
import type { Arrivals } from '../../report/types.ts'
import { type Answers, answerFigures } from './answers.ts'
import { deterministicQueueWait } from './one-at-a-time.ts'
import { floorMs, gapMs, type Parameters } from './parameters.ts'
import type { Prediction } from './prediction.ts'
import { type ServedScatter, servedGapWait } from './service-wait.ts'
import { boundedWait, delayed, type Wait } from './wait.ts'

interface Held extends Answers {
  readonly wait: Wait
}

/** Times in milliseconds, the rate in events a millisecond. */
interface Hold {
  readonly gap: number
  readonly hold: number
  readonly rate: number
  readonly served: ServedScatter
}

type Find = (hold: Hold) => Held

/** Of holds, so few end without an event that one event an answer is a plain queue. */
const rareEnd = 0.01

/**
 * Events a request, b = x + exp(−x)·(1 − exp(−λL)) with x = λG: those that came in the gap, and one more where the
 * gap was empty and the hold was not. `gapMs` is G, `holdMs` L.
 */
export function eventsPerLongPoll(eventsPerSecond: number, gapMs: number, holdMs: number): number {
  const x = (eventsPerSecond * gapMs) / 1_000
  return x - Math.exp(-x) * Math.expm1((-eventsPerSecond * holdMs) / 1_000)
}

/**
 * All that is new, Poisson: a share f = x/b of events falls in the gap and waits for its end, so the mean is
 * d + f·G/2 and the maximum d + G, with keep-alive 3d (RFC 6202 section 2.2); λ/b requests a second (renewal
 * reward: b events a cycle), exp(−λ(G + L)) of them empty.
 */
const poissonAll: Find = ({ gap, hold, rate, served }) => {
  const eventsPerRequest = eventsPerLongPoll(rate * 1_000, gap, hold)
  return {
    wait: servedGapWait((rate * gap) / eventsPerRequest, gap, served),
    requestsPerSecond: (rate * 1_000) / eventsPerRequest,
    eventsPerRequest,
    emptyShare: Math.exp(-rate * (gap + hold)),
  }
}

/**
 * One event an answer, Poisson: the gap is the service of an M/D/1 queue, mean d + λG²/(2(1 − λG)); from λ = 1/G on
 * it grows without end and 1/G requests a second are answered. Only where holds rarely end empty.
 */
const poissonOne: Find = ({ gap, hold, rate }) => {
  if (Math.exp(-rate * hold) > rareEnd) return nothing
  return {
    wait: deterministicQueueWait(rate, gap),
    requestsPerSecond: 1_000 * Math.min(rate, 1 / gap),
    eventsPerRequest: 1,
    emptyShare: 0,
  }
}

/**
 * Periodic arrivals are a step: P ≥ G, and every event finds a request, d and 1/P requests; P < G, and the request
 * always finds events, which is polling with period G: mean d + G/2 and 1/G requests (Pimentel & Nickerson 2012).
 * `saturated` is the wait then. Only where a hold outlasts the period.
 */
const periodic = (saturated: (gap: number, served: ServedScatter) => Wait, most: number): Find => {
  return ({ gap, hold, rate, served }) => {
    const period = 1 / rate
    if (period > gap + hold) return nothing
    const inGap = period < gap
    return {
      wait: inGap ? saturated(gap, served) : servedGapWait(0, gap, served),
      requestsPerSecond: 1_000 / Math.max(period, gap),
      eventsPerRequest: Math.min(most, Math.max(1, gap / period)),
      emptyShare: 0,
    }
  }
}

const nothing: Held = {
  wait: boundedWait(null),
  requestsPerSecond: null,
  eventsPerRequest: null,
  emptyShare: null,
}

const unknown: Find = () => nothing

/** With no limit to a batch no event waits longer than the gap, whatever the arrivals. */
const unknownAll: Find = ({ gap }) => ({ ...nothing, wait: boundedWait(gap) })

const poisson: Record<Take, Find> = { all: poissonAll, one: poissonOne, latest: unknownAll }

const finds: Record<Arrivals, Record<Take, Find>> = {
  poisson,
  recorded: poisson,
  periodic: {
    all: periodic((gap, served) => servedGapWait(1, gap, served), Number.POSITIVE_INFINITY),
    one: periodic(() => boundedWait(null), 1),
    latest: unknownAll,
  },
  burst: { all: unknownAll, one: unknown, latest: unknownAll },
}

/** Long polling (RFC 6202 section 2), asked again at once; `holdMs` → 0 is polling with period G. */
export function longPolling(parameters: Parameters): Prediction {
  const { arrivals, take, eventsPerSecond, holdMs } = parameters
  const { wait, ...answers } = finds[arrivals][take]({
    gap: gapMs(parameters),
    hold: holdMs,
    rate: eventsPerSecond / 1_000,
    served: parameters,
  })
  return {
    latencyMs: delayed(wait, floorMs(parameters)),
    seenShare: take === 'latest' ? null : 1,
    ...answerFigures(parameters, answers),
  }
}

import { delays } from './delays.ts'
import { type Cause, excessOf, type Facts, latencyFigureOf } from './facts.ts'
import { cycleErrorMs } from './resolution.ts'
import { excess, figure } from './words.ts'

/** What is known of how far a single trial went another way than the model. */
interface Detour {
  /** Deliveries that may have gone another way. */
  readonly strays: number
  /** How far the mean moves for each of them, in milliseconds; `upTo` so far, or by just that. */
  readonly eachMs: number
  readonly upTo: boolean
}

/** Whether so few deliveries going another way can have moved the mean, or the median past so many of them. */
function moved(facts: Facts, detour: Detour | null): boolean {
  return detour !== null && detour.strays > 0 && neededOf(facts, detour) <= detour.strays
}

/**
 * How many deliveries it takes: for the mean by what each moves it, the rest within the tolerance; for the median those
 * between the two. Infinite where no number does.
 */
function neededOf(facts: Facts, { eachMs, upTo }: Detour): number {
  const name = latencyFigureOf(facts.quantity)
  if (name === 'p50') return Math.max(1, receiptsBetween(facts))
  if (name !== 'mean') return Number.POSITIVE_INFINITY
  const times = Math.abs(excessOf(facts)) / eachMs
  if (upTo) return Math.ceil(times)
  const needed = Math.max(1, Math.round(times))
  return Math.abs(needed - times) * eachMs <= facts.tolerance ? needed : Number.POSITIVE_INFINITY
}

function receiptsBetween({ trials, measured, predicted }: Facts): number {
  const [low, high] = measured < predicted ? [measured, predicted] : [predicted, measured]
  return trials[0]!.latencyMs.histogram.reduce(
    (sum, [value, times]) => sum + (value > low && value < high ? times : 0),
    0,
  )
}

/** A poll just caught or missed moves a delivery by a whole cycle; the share that is near its prediction tells how many. */
const anotherPoll: Cause = {
  name: 'another poll',
  holds(facts) {
    const detour = pollDetour(facts)
    if (detour === null || !moved(facts, detour)) return false
    // A poll that was answered late strays too, and makes a latency longer, never shorter.
    return excessOf(facts) < 0 || 2 * neededOf(facts, detour) >= detour.strays
  },
  text(facts) {
    const detour = pollDetour(facts)!
    const { events } = facts.trials[0]!
    const needed = neededOf(facts, detour)
    return `${excess(facts)}, as ${needed} of ${events.received} deliveries make that went with the poll before or after; not near their own prediction: ${detour.strays}`
  },
}

function pollDetour({ transport, trials, scenario: { options, link } }: Facts): Detour | null {
  const [trial] = trials
  const near = trial?.model.nearDeliveryShare
  // Where many are not near, it is more than a few polls.
  if (transport !== 'polling' || !near?.agrees) return null
  const cycleMs = options.pollIntervalMs + (options.pollPace === 'pause' ? link.rttMs : 0)
  const { received } = trial!.events
  return { strays: Math.round((1 - near.measured) * received), eachMs: cycleMs / received, upTo: false }
}

/**
 * An event that comes at the edge of a gap goes with another answer and moves by a gap at most; that the clients sent
 * other numbers of requests than the model tells how many did.
 */
const anotherAnswer: Cause = {
  name: 'another answer',
  holds: facts => moved(facts, answerDetour(facts)),
  text(facts) {
    const { measured, predicted } = facts.trials[0]!.model.requestsPerClient!
    return `${excess(facts)}; a client sent ${figure(measured)} requests where the model has ${figure(predicted)}, so events at a gap’s edge went with another answer, and each moves by up to a gap`
  },
}

function answerDetour({ transport, trials, service, scenario: { clients } }: Facts): Detour | null {
  const [trial] = trials
  const requests = trial?.model.requestsPerClient
  if (transport !== 'long-polling' || requests === undefined || service === null) return null
  const { link, events } = trial!
  const gapMs = 2 * (link.achievedMs.p50 ?? link.askedMs) + service.meanMs
  return {
    strays: Math.abs(requests.measured - requests.predicted) * clients,
    eachMs: gapMs / events.received,
    upTo: true,
  }
}

/**
 * Each answer with its next request took longer than the model has it, by no more than a latency may: in a window of
 * many cycles that makes more than one request.
 */
const longerCycle: Cause = {
  name: 'a longer cycle',
  holds(facts) {
    const extraMs = cycleExcessMs(facts)
    return extraMs !== null && Math.abs(extraMs) <= cycleErrorMs
  },
  text: facts =>
    `${excess(facts)}; an answer and the next request together took ${figure(cycleExcessMs(facts)!)} ms longer than in the model, where ${cycleErrorMs} ms of a latency are allowed`,
}

function cycleExcessMs({ transport, quantity, measured, predicted, trials }: Facts): number | null {
  if (transport !== 'long-polling' || quantity !== 'requestsPerClient' || measured === 0) return null
  const { measuredMs } = trials[0]!
  return measuredMs / measured - measuredMs / predicted
}

/** What may be said of a trial that is not as the model has it, in the order in which it is asked for. */
export const trialCauses: readonly Cause[] = [...delays, longerCycle, anotherPoll, anotherAnswer]

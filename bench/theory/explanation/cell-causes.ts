import type { CountedTrial } from '../../statistics/selection.ts'
import { delays } from './delays.ts'
import { accountsFor, type Cause, excessOf, type Facts, isAlwaysOpen, medianOver } from './facts.ts'
import { messages, wholeBytes } from './messages.ts'
import { closedFormShares } from './resolution.ts'
import { type Sampled, sampled } from './samples.ts'
import { excess, figure } from './words.ts'

/** The model, run on the trials' own traces, is as far from the closed form as what was measured. */
const arrivals: Cause = {
  name: 'the arrivals of these windows',
  holds: facts => accountsFor(facts, modelExcess(facts)),
  text: facts =>
    `${excess(facts)}; on these arrivals the model has ${figure(facts.predicted + modelExcess(facts)!)}, where the closed form takes Poisson arrivals in the long run`,
}

/** How far the model is over the closed form; null where no arrival can matter, since a stream is always open. */
function modelExcess(facts: Facts): number | null {
  if (isAlwaysOpen(facts)) return null
  const { trials, scenario, quantity, predicted } = facts
  const modelled = medianOver(trials, trial =>
    modelledByRequests[quantity]
      ? modelledByRequests[quantity](trial, scenario.clients)
      : trial.model[quantity]?.predicted,
  )
  return modelled === null ? null : modelled - predicted
}

/** Quantities that follow from the requests that the model has for a client. */
const modelledByRequests: Readonly<Record<string, (trial: CountedTrial, clients: number) => number | null>> =
  {
    requestsPerClientPerMinute: ({ model, measuredMs }) =>
      perClient(model, requests => (requests * 60_000) / measuredMs),
    headBytesPerEvent: ({ model, requests: { sent }, events, windowBytes: { up, down } }, clients) =>
      sent === 0 || events.received === 0
        ? null
        : perClient(
            model,
            requests => (((up.head + down.head) / sent) * requests * clients) / events.received,
          ),
  }

function perClient(model: CountedTrial['model'], of: (requests: number) => number): number | null {
  const requests = model.requestsPerClient
  return requests ? of(requests.predicted) : null
}

/** The events are so few that two standard errors of what they gave reach the prediction, or what is near enough to it. */
const fewEvents: Cause = {
  name: 'few events',
  holds(facts) {
    const range = sampled(facts)
    return range !== null && distanceOf(range, facts) <= closedFormShares.latency * facts.predicted
  },
  text(facts) {
    const range = sampled(facts)!
    const { count, of, low, high } = range
    const near = distanceOf(range, facts) === 0 ? '' : ', so within 5 % of the prediction'
    return `${excess(facts)}; ${count} ${of} place it only between ${figure(Math.max(0, low))} and ${figure(high)}${near}`
  },
}

/** How far a prediction lies from what a figure is settled to; 0 within. */
function distanceOf({ low, high }: Sampled, { predicted }: Facts): number {
  return Math.max(0, low - predicted, predicted - high)
}

/** A window cuts one request or one event of a client at its edges, and the figure is off by less than that. */
const edges: Cause = {
  name: 'the window’s edges',
  holds: facts => Math.abs(excessOf(facts)) < oneMessage(facts),
  text: facts => `${excess(facts)}; one message of a client at an edge makes ${figure(oneMessage(facts))}`,
}

function oneMessage(facts: Facts): number {
  return messages[facts.quantity]
    ? (medianOver(facts.trials, trial => messages[facts.quantity]!(trial, facts)) ?? 0)
    : 0
}

/** A size has a whole number of digits, the mean that is predicted from has not. */
const digits: Cause = {
  name: 'whole bytes',
  holds: facts => Math.abs(excessOf(facts)) < (wholeBytes[facts.transport][facts.quantity]?.bytes ?? 0),
  text(facts) {
    const { bytes, of } = wholeBytes[facts.transport][facts.quantity]!
    return `${excess(facts)}, less than the ${bytes} B by which ${of} steps`
  },
}

/** What may be said of a cell that is not as the closed form has it, in the order in which it is asked for. */
export const cellCauses: readonly Cause[] = [arrivals, ...delays, fewEvents, edges, digits]

import { maxBatchEvents, type Take } from '../../../server/protocol.ts'
import { createRunLog } from './log.ts'
import { type ClientRun, type ClientStart, eventsUntil, startOf, type Trace } from './trace.ts'

/** What distinguishes the two transports that ask again and again. */
export interface PollRules {
  /** When the server answers a request that arrives at a time; `nextEventMs` is the first event not delivered yet. */
  readonly answerMs: (arrivalMs: number, nextEventMs: number) => number
  /** When the client asks again, having been answered at a time. */
  readonly nextMs: (receivedMs: number) => number
}

/** Which of the events `from` to `to` an answer takes. */
const taken: Record<Take, (from: number, to: number) => readonly [number, number]> = {
  all: (from, to) => [from, Math.min(to, from + maxBatchEvents)],
  one: (from, to) => [from, Math.min(to, from + 1)],
  latest: (from, to) => [Math.max(from, to - 1), to],
}

/**
 * Runs one client's polls over a trace until it has all of the window's events and the window is over. Throws a
 * RangeError without its `firstPollMs`.
 */
export function runPolls(trace: Trace, client: ClientStart, rules: PollRules): ClientRun {
  const { intendedMs, windowToMs, setupMs, oneWayUpMs, oneWayDownMs, serviceMs, take, transport } = trace
  const log = createRunLog(trace)
  const awaited = eventsUntil(trace, windowToMs)
  let sentMs = startOf(client, 'firstPollMs', transport)
  let position = client.openedMs === undefined ? 0 : eventsUntil(trace, client.openedMs - oneWayDownMs)

  while (sentMs < windowToMs || position < awaited) {
    log.sent(sentMs)
    const answerMs = rules.answerMs(
      sentMs + setupMs + oneWayUpMs,
      intendedMs[position] ?? Number.POSITIVE_INFINITY,
    )
    const receivedMs = answerMs + oneWayDownMs + serviceMs
    const [from, to] = taken[take](position, Math.max(position, eventsUntil(trace, answerMs)))
    log.answered(receivedMs, from, to)
    position = to
    sentMs = rules.nextMs(receivedMs)
  }
  return log.run
}

import { maxBatchEvents, type Take } from '../../../server/protocol.ts'
import { createRunLog } from './log.ts'
import {
  type ClientRun,
  type ClientStart,
  eventsIntendedUntil,
  eventsUntil,
  startOf,
  type Trace,
} from './trace.ts'

/** What distinguishes the two transports that ask again and again. */
export interface PollRules {
  /** When the server answers a request that arrives at a time; `nextEventMs` is the first event not delivered yet. */
  readonly answerMs: (arrivalMs: number, nextEventMs: number) => number
  /** When the client asks again by its rule, having been answered at a time. */
  readonly nextMs: (receivedMs: number) => number
}

/** Which of the events `from` to `to` an answer takes. */
const taken: Record<Take, (from: number, to: number) => readonly [number, number]> = {
  all: (from, to) => [from, Math.min(to, from + maxBatchEvents)],
  one: (from, to) => [from, Math.min(to, from + 1)],
  latest: (from, to) => [Math.max(from, to - 1), to],
}

/** How near to a request's arrival an event may come to be in either answer: the error of the times, in milliseconds. */
const doubtMs = 1

/**
 * Runs one client's polls over a trace until it has all of the window's events and the window is over. Throws a
 * RangeError without its `firstPollMs`.
 */
export function runPolls(trace: Trace, client: ClientStart, rules: PollRules): ClientRun {
  const { availableMs, windowToMs, setupMs, oneWayUpMs, oneWayDownMs, take, transport } = trace
  const log = createRunLog(trace)
  // An event of the window may have been late, and one more polled for tells nothing wrong.
  const awaited = eventsIntendedUntil(trace, windowToMs)
  let request = 0
  let sentMs = startOf(client, 'firstPollMs', transport)
  let position = client.openedMs === undefined ? 0 : eventsUntil(trace, client.openedMs - oneWayDownMs)

  while (sentMs < windowToMs || position < awaited) {
    log.sent(sentMs)
    const arrivalMs = sentMs + setupMs + oneWayUpMs
    const answerMs = rules.answerMs(arrivalMs, availableMs[position] ?? Number.POSITIVE_INFINITY)
    if (answerMs === arrivalMs && client.sentMs) doubtNear(arrivalMs)
    const [from, to] = taken[take](position, Math.max(position, eventsUntil(trace, answerMs)))
    // An event wakes all whose requests are held; who asks while it is there, and whose hold ends, is alone.
    const aheadMs = answerMs > arrivalMs && to > from ? trace.aheadMs : 0
    const receivedMs = answerMs + aheadMs + oneWayDownMs + trace.serviceMs
    log.answered(receivedMs, from, to)
    position = to
    request += 1
    sentMs = client.sentMs?.[request] ?? rules.nextMs(receivedMs)
  }
  return log.run

  function doubtNear(atMs: number): void {
    const after = eventsUntil(trace, atMs + doubtMs)
    for (let event = eventsUntil(trace, atMs - doubtMs); event < after; event += 1) log.doubtful(event)
  }
}

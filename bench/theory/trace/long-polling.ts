import { runPolls } from './polls.ts'
import type { ClientRun, ClientStart, Trace } from './trace.ts'

/**
 * Long polling on a trace: a request is held until there is an event or the hold ends, and the next is sent at once
 * (RFC 6202 section 2). Throws a RangeError where neither hold nor gap lets time pass, or without `firstPollMs`.
 */
export function runLongPolling(trace: Trace, client: ClientStart): ClientRun {
  const { holdMs, setupMs, oneWayUpMs, oneWayDownMs, serviceMs } = trace
  if (!(holdMs + setupMs + oneWayUpMs + oneWayDownMs + serviceMs > 0))
    throw new RangeError(`holdMs: got ${holdMs} without any delay, expected a positive number`)
  return runPolls(trace, client, {
    answerMs: (arrivalMs, nextEventMs) => Math.min(Math.max(arrivalMs, nextEventMs), arrivalMs + holdMs),
    nextMs: receivedMs => receivedMs,
  })
}

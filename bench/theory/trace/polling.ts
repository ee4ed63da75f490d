import { runPolls } from './polls.ts'
import { type ClientRun, type ClientStart, startOf, type Trace } from './trace.ts'

/** When a poller asks again, from its interval and its first poll in milliseconds. */
const paces: Record<Trace['pace'], (intervalMs: number, firstMs: number) => (receivedMs: number) => number> =
  {
    rate(intervalMs, firstMs) {
      let slot = 0
      return receivedMs => {
        // Slots that passed while an answer was out are skipped, as the client skips them.
        slot = Math.max(slot + 1, Math.ceil((receivedMs - firstMs) / intervalMs))
        return firstMs + slot * intervalMs
      }
    },
    pause: intervalMs => receivedMs => receivedMs + intervalMs,
  }

/**
 * Short polling on a trace: a request reads what has come when it arrives (RFC 6202 section 2.1). Throws a RangeError
 * for an interval that is not positive, or a client without `firstPollMs`.
 */
export function runPolling(trace: Trace, client: ClientStart): ClientRun {
  const { pollIntervalMs, pace } = trace
  if (!(pollIntervalMs > 0))
    throw new RangeError(`pollIntervalMs: got ${pollIntervalMs}, expected a positive number`)
  const nextMs = paces[pace](pollIntervalMs, startOf(client, 'firstPollMs', 'polling'))
  return runPolls(trace, client, { answerMs: arrivalMs => arrivalMs, nextMs })
}

import type { TransportName } from '../../server/protocol.ts'
import { runLongPolling } from './trace/long-polling.ts'
import { runOpen } from './trace/open.ts'
import { runPolling } from './trace/polling.ts'
import type { ClientRun, ClientStart, Trace } from './trace/trace.ts'

/** What a trial's clients should have seen; every list is in the order of the clients. */
export interface TracePrediction {
  /** Intended to received, of the window's events, client by client in the events' order, as receipts are matched. */
  readonly latencyMs: Float64Array
  /** Which events of the trace the latencies are of. */
  readonly eventsPerClient: readonly (readonly number[])[]
  readonly requestsPerClient: readonly number[]
  readonly answersPerClient: readonly number[]
  readonly emptyPerClient: readonly number[]
}

const runs: Record<TransportName, (trace: Trace, client: ClientStart) => ClientRun> = {
  polling: runPolling,
  'long-polling': runLongPolling,
  streaming: runOpen,
  sse: runOpen,
  websocket: runOpen,
}

/**
 * Runs the model on a trial's own trace, so that no sampling noise stands between them. Throws a RangeError for a
 * trace that cannot be: times that fall or are no numbers, an interval that is not positive, a client without its start.
 */
export function predictTrace(trace: Trace): TracePrediction {
  const falls = trace.intendedMs.findIndex((atMs, index, all) => index > 0 && atMs < all[index - 1]!)
  if (falls >= 0) throw new RangeError(`intendedMs: event ${falls} comes before the one ahead of it`)
  const { aheadMs, serviceMs, oneWayUpMs, oneWayDownMs, setupMs } = trace
  for (const [name, ms] of Object.entries({ aheadMs, serviceMs, oneWayUpMs, oneWayDownMs, setupMs }))
    if (!Number.isFinite(ms)) throw new RangeError(`${name}: got ${ms}, expected a number`)
  const seen = trace.clients.map(client => runs[trace.transport](trace, client))
  return {
    latencyMs: Float64Array.from(seen.flatMap(run => run.latencyMs)),
    eventsPerClient: seen.map(run => run.events),
    requestsPerClient: seen.map(run => run.requests),
    answersPerClient: seen.map(run => run.answers),
    emptyPerClient: seen.map(run => run.empty),
  }
}

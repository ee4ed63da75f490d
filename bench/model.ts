import type { TransportName } from '../server/protocol.ts'
import type { Receipts } from './load-process.ts'
import type { Window } from './meter.ts'
import { countInside } from './receipts.ts'
import type { CompletedTrial, GroupPlace, ModelFigure, Scenario } from './report/types.ts'
import { judgeTimers } from './request-timers.ts'
import type { FeedReport } from './server-process.ts'
import { judgeTrace } from './theory/agreement.ts'
import { traceOf } from './theory/from-scenario.ts'
import { type Judgement, judge } from './theory/judgement.ts'
import { oneWayMsOf, type Service, type ServiceFacts, serviceOf } from './theory/service.ts'
import { creditedMs, type Trace } from './theory/trace/trace.ts'
import { predictTrace } from './theory/trace.ts'

/** One trial's trace and what came of it. */
export interface TraceOfTrial extends GroupPlace {
  readonly scenario: Scenario
  readonly transport: TransportName
  readonly facts: ServiceFacts & Pick<CompletedTrial, 'connections'>
  readonly feed: FeedReport
  readonly receipts: readonly Receipts[]
  readonly window: Window
  readonly latencyMs: Float64Array
}

/**
 * Runs the model on a trial's own schedule, phases and achieved delay, and lays it beside what was measured: latency on
 * the requests as they were sent, their number on a run that is told only the first of each client.
 */
export function modelOf(trial: TraceOfTrial): Record<string, ModelFigure> {
  const { receipts, window } = trial
  const requestsPerClient = receipts.map(({ sentMs }) => countInside([sentMs], window))
  const trace = recordedTrace(trial)
  const { latencyMs } = predictTrace(trace)
  const free = predictTrace({
    ...trace,
    clients: trace.clients.map(client => ({ ...client, sentMs: undefined })),
  })
  const judgements = [
    ...judgeTrace(
      { latencyMs: trial.latencyMs, requestsPerClient },
      { latencyMs, requestsPerClient: free.requestsPerClient },
      serviceOfTrial(trial).spreadMs,
    ),
    ...judgeTimers(trial),
    ...judgeConnections(trial),
  ]
  return Object.fromEntries(judgements.map(({ quantity, ...figure }) => [quantity, figure]))
}

function serviceOfTrial({ scenario: { clients }, transport, groups, before, facts }: TraceOfTrial): Service {
  return serviceOf(facts, transport, { clients, groups, before })
}

/** What the model is run on: all that the trial recorded of itself but its receipts. */
export function recordedTrace(trial: TraceOfTrial): Trace {
  const { scenario, transport, facts, feed, receipts, window } = trial
  const oneWayMs = oneWayMsOf(facts)
  const { aheadMs, meanMs } = serviceOfTrial(trial)
  return traceOf(scenario, transport, {
    intendedMs: feed.intendedMs,
    availableMs: creditedMs(feed.intendedMs, feed.availableMs),
    windowFromMs: window.fromMs,
    windowToMs: window.toMs,
    // The first request asks where the feed stands; the polls begin with the second.
    clients: receipts.map(({ sentMs, openedMs }) => ({
      firstPollMs: sentMs[1],
      sentMs: sentMs.subarray(1),
      openedMs,
    })),
    oneWayUpMs: oneWayMs,
    oneWayDownMs: oneWayMs,
    aheadMs,
    serviceMs: meanMs,
  })
}

/**
 * Connections a client over the whole trial: one, however many requests it carries (RFC 9112 section 9.3), or without
 * keep-alive one for each request. Streams that end by plan are left out.
 */
function judgeConnections({ scenario, transport, facts, receipts }: TraceOfTrial): readonly Judgement[] {
  const { keepAlive, options, clients } = scenario
  if (options.streamAgeMs !== null) return []
  const asksAgain = transport === 'polling' || transport === 'long-polling'
  const sent = receipts.reduce((sum, { sentMs }) => sum + sentMs.length, 0)
  const predicted = keepAlive || !asksAgain ? 1 : sent / clients
  return [judge('connectionsPerClient', facts.connections.opened / clients, predicted, 0)]
}

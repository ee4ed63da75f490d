import type { TransportName } from '../server/protocol.ts'
import type { Receipts } from './load-process.ts'
import type { Window } from './meter.ts'
import { countInside } from './receipts.ts'
import type { CompletedTrial, ModelFigure, Scenario } from './report/types.ts'
import type { FeedReport } from './server-process.ts'
import { judgeTrace } from './theory/agreement.ts'
import { traceOf } from './theory/from-scenario.ts'
import { type ServiceFacts, serviceMsOf } from './theory/service.ts'
import { predictTrace } from './theory/trace.ts'

/** One trial's trace and what came of it. */
export interface TraceOfTrial {
  readonly scenario: Scenario
  readonly transport: TransportName
  readonly facts: ServiceFacts & Pick<CompletedTrial, 'link'>
  readonly feed: FeedReport
  readonly receipts: readonly Receipts[]
  readonly window: Window
  readonly latencyMs: Float64Array
}

/**
 * Runs the model on a trial's own schedule, phases and achieved delay, and lays it beside what was measured. Long
 * polling is not judged event by event: less than the clock's error decides whether one falls into a gap.
 */
export function modelOf(trial: TraceOfTrial): Record<string, ModelFigure> {
  const { scenario, transport, facts, feed, receipts, window } = trial
  const oneWayMs = facts.link.achievedMs.p50 ?? facts.link.askedMs
  const predicted = predictTrace(
    traceOf(scenario, transport, {
      intendedMs: feed.intendedMs,
      windowFromMs: window.fromMs,
      windowToMs: window.toMs,
      // The first request asks where the feed stands; the polls begin with the second.
      clients: receipts.map(({ sentMs, openedMs }) => ({ firstPollMs: sentMs[1], openedMs })),
      oneWayUpMs: oneWayMs,
      oneWayDownMs: oneWayMs,
      serviceMs: serviceMsOf(facts, transport, scenario.clients),
    }),
  )
  const requestsPerClient = receipts.map(({ sentMs }) => countInside([sentMs], window))
  const judgements = judgeTrace({ latencyMs: trial.latencyMs, requestsPerClient }, predicted)
  return Object.fromEntries(
    judgements
      .filter(({ quantity }) => !(transport === 'long-polling' && quantity === 'nearDeliveryShare'))
      .map(({ quantity, ...figure }) => [quantity, figure]),
  )
}

import type { Take, TransportName } from '../../server/protocol.ts'
import type { GroupPlace, Scenario } from '../report/types.ts'
import type { Parameters } from './closed-form/parameters.ts'
import type { Trace } from './trace/trace.ts'

/** What a run achieved, which the closed form takes in place of what was asked for. */
export type Achieved = Pick<
  Parameters,
  | 'oneWayMs'
  | 'aheadMs'
  | 'serviceMs'
  | 'spreadMs'
  | 'eventsPerSecond'
  | 'requestHeadBytes'
  | 'responseHeadBytes'
  | 'emptyResponseHeadBytes'
  | 'payloadBytes'
  | 'cursorBytes'
>

/** The closed form's parameters for a transport of a scenario, over plain TCP. */
export function parametersOf(scenario: Scenario, transport: TransportName, achieved: Achieved): Parameters {
  const { feed, keepAlive, options, durationMs } = scenario
  return {
    ...achieved,
    arrivals: feed.arrivals,
    pollIntervalMs: options.pollIntervalMs,
    pace: options.pollPace,
    take: takeOf(scenario, transport),
    holdMs: options.holdMs,
    streamAgeMs: options.streamAgeMs,
    gapExtraMs: 0,
    keepAlive,
    setupMs: 2 * achieved.oneWayMs,
    // A window shorter than the interval holds no heartbeat.
    heartbeatMs: options.heartbeatMs > durationMs ? null : options.heartbeatMs,
  }
}

/** What a trial recorded of itself, which the model is run on. */
export type Recorded = Pick<
  Trace,
  | 'intendedMs'
  | 'availableMs'
  | 'windowFromMs'
  | 'windowToMs'
  | 'clients'
  | 'oneWayUpMs'
  | 'oneWayDownMs'
  | 'aheadMs'
  | 'serviceMs'
>

/** A trial's trace, over plain TCP: without keep-alive, and for a WebSocket's restart, a connection is a round trip. */
export function traceOf(scenario: Scenario, transport: TransportName, recorded: Recorded): Trace {
  const { keepAlive, options } = scenario
  const connects = !keepAlive || transport === 'websocket'
  return {
    ...recorded,
    transport,
    setupMs: connects ? recorded.oneWayUpMs + recorded.oneWayDownMs : 0,
    pollIntervalMs: options.pollIntervalMs,
    pace: options.pollPace,
    holdMs: options.holdMs,
    take: takeOf(scenario, transport),
    streamAgeMs: options.streamAgeMs,
  }
}

/** A scenario's place among the round trips of its experiment, which run at once: the nearer ask first. */
export function placeOf(scenarios: readonly Scenario[], { experiment, link }: Scenario): GroupPlace {
  const together = scenarios.filter(other => other.experiment === experiment)
  const nearer = together.filter(other => other.link.rttMs < link.rttMs)
  return { groups: together.length, before: nearer.length }
}

/** What a transport takes with each answer: only a poller can be told to read the latest alone. */
export function takeOf({ options: { batch, pollReads } }: Scenario, transport: TransportName): Take {
  return transport === 'polling' && pollReads === 'latest' ? 'latest' : batch
}

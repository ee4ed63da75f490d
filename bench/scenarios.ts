import { defaultHeartbeatMs, defaultHoldMs, transportNames } from '../server/protocol.ts'
import type { Scenario } from './report/types.ts'

/** An experiment of the house: its scenario at no distance, the round trips that it is run at, and what it is for. */
export interface NamedScenario {
  readonly scenario: Scenario
  readonly rttsMs: readonly number[]
  readonly purpose: string
}

/** The default run: it fits three minutes with every transport, six blocks and a control. */
const earthquakes: Scenario = {
  name: 'earthquakes',
  experiment: 'earthquakes',
  transports: transportNames,
  clients: 5,
  feed: { name: 'earthquakes', arrivals: 'recorded', eventsPerSecond: 10, payloadBytes: null },
  link: { rttMs: 0 },
  heads: 'minimal',
  keepAlive: true,
  mount: 'node',
  durationMs: 2_000,
  blocks: 6,
  options: {
    pollIntervalMs: 500,
    pollPace: 'rate',
    pollReads: 'all',
    holdMs: defaultHoldMs,
    batch: 'all',
    streamAgeMs: null,
    heartbeatMs: defaultHeartbeatMs,
  },
}

/** No distance, a country, an ocean. */
const usualRttsMs = [0, 25, 100]

/** The experiments, by name, in the order of `--list`. */
export const scenarios: ReadonlyMap<string, NamedScenario> = new Map(
  [
    { scenario: earthquakes, purpose: 'a week of earthquakes, replayed at 10 events a second' },
    {
      scenario: {
        ...earthquakes,
        name: 'notifications',
        experiment: 'notifications',
        feed: { name: 'earthquakes', arrivals: 'poisson' as const, eventsPerSecond: 1, payloadBytes: 200 },
        durationMs: 10_000,
      },
      purpose: 'seldom and small: 1 event a second, where most polls come back empty',
    },
    {
      scenario: {
        ...earthquakes,
        name: 'ticker',
        experiment: 'ticker',
        feed: { name: 'earthquakes', arrivals: 'poisson' as const, eventsPerSecond: 50, payloadBytes: 100 },
      },
      purpose: 'often and small: 50 events a second, where one answer carries many',
    },
  ].map(named => [named.scenario.name, { ...named, rttsMs: usualRttsMs }]),
)

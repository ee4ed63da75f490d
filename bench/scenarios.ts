import { defaultHeartbeatMs, defaultHoldMs, transportNames } from '../server/protocol.ts'
import type { Scenario } from './report/types.ts'

/** Experiments of the house: scenarios at no distance, the round trips that they are run at, and what they are for. */
export interface NamedScenario {
  readonly name: string
  readonly scenarios: readonly Scenario[]
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

/** At a round trip of 100 ms: from below the knee of long polling, λG = 0.3, to far beyond it, λG = 4. */
const theoryRates = [3, 6, 12, 40]

/** The experiments, by name, in the order of `--list`. */
export const scenarios: ReadonlyMap<string, NamedScenario> = new Map(
  [
    {
      name: 'earthquakes',
      scenarios: [earthquakes],
      purpose: 'a week of earthquakes, replayed at 10 events a second',
    },
    {
      name: 'notifications',
      scenarios: [
        poisson({ name: 'notifications', eventsPerSecond: 1, payloadBytes: 200, durationMs: 10_000 }),
      ],
      purpose: 'seldom and small: 1 event a second, where most polls come back empty',
    },
    {
      name: 'ticker',
      scenarios: [poisson({ name: 'ticker', eventsPerSecond: 50, payloadBytes: 100, durationMs: 2_000 })],
      purpose: 'often and small: 50 events a second, where one answer carries many',
    },
    {
      name: 'theory',
      scenarios: theoryRates.map(eventsPerSecond =>
        poisson({
          name: `theory-${eventsPerSecond}`,
          eventsPerSecond,
          payloadBytes: 200,
          durationMs: 4_000,
          clients: 2,
        }),
      ),
      purpose: `the formulas tried: ${theoryRates.join(', ')} events a second at three round trips, 60 cells in a quarter of an hour`,
    },
  ].map(named => [named.name, { ...named, rttsMs: usualRttsMs }]),
)

/** What tells an experiment of random arrivals from the default run. */
interface Poisson {
  readonly name: string
  readonly eventsPerSecond: number
  readonly payloadBytes: number
  readonly durationMs: number
  readonly clients?: number
}

function poisson({ name, eventsPerSecond, payloadBytes, ...changes }: Poisson): Scenario {
  const feed = { name: earthquakes.feed.name, arrivals: 'poisson' as const, eventsPerSecond, payloadBytes }
  return { ...earthquakes, name, experiment: name, feed, ...changes }
}

import { type AppOptions, defaultAppOptions } from '../server/options.ts'
import type { TransportName } from '../server/protocol.ts'
import { derive } from '../server/sources/random.ts'
import type { SourceOptions } from '../server/sources/source-options.ts'
import type { SubscriberOptions } from './load/subscriber.ts'
import type { Scenario } from './report/types.ts'
import { takeOf } from './theory/from-scenario.ts'

/** The server's options under a scenario. */
export function appOptionsOf({ keepAlive, mount, options }: Scenario): AppOptions {
  return {
    ...defaultAppOptions,
    keepAlive,
    mount,
    heartbeatMs: options.heartbeatMs,
    streamAgeMs: options.streamAgeMs ?? undefined,
  }
}

/** The feed of one block: every transport of the block gets the same schedule, another block another stretch. */
export function sourceOptionsOf({ feed }: Scenario, seed: number, block: number): SourceOptions {
  return {
    feed: feed.name,
    eventsPerSecond: feed.eventsPerSecond,
    arrivals: feed.arrivals,
    payloadBytes: feed.payloadBytes ?? undefined,
    seed: derive(seed, `block ${block}`),
    shuffleStart: true,
  }
}

/** The clients' options under a scenario. */
export function subscriberOptionsOf(
  scenario: Scenario,
  transport: TransportName,
  url: string,
  seed: number,
  block: number,
): SubscriberOptions {
  const { options, heads, keepAlive } = scenario
  return {
    transport,
    url,
    heads,
    keepAlive,
    poll: { intervalMs: options.pollIntervalMs, pace: options.pollPace },
    holdMs: options.holdMs,
    take: takeOf(scenario, transport),
    reconnectAtOnce: options.streamAgeMs !== null,
    seed: derive(seed, `clients of block ${block} at ${scenario.link.rttMs} ms`),
  }
}

import type { Yardstick } from '../report/types.ts'
import type { ValuePair } from '../statistics/paired.ts'
import type { FollowingTransport } from './load/discarders.ts'
import { shuffled } from './shuffled.ts'
import type { RunningSubject, Stage } from './stage.ts'
import type { SubjectName } from './subjects/subject.ts'
import { yardstickOf } from './yardstick.ts'

const minimalOf = {
  'long-polling': 'minimal-long-polling',
  streaming: 'minimal-streaming',
  sse: 'minimal-sse',
  websocket: 'minimal-websocket',
} as const satisfies Record<FollowingTransport, SubjectName>

/** The transports whose deliveries have a yardstick. */
export const followingTransports = Object.keys(minimalOf) as FollowingTransport[]

/** Before the first window, so that code is compiled by then. */
const warmupWindows = 2

/**
 * Takes the server's CPU time for each delivery of one transport beside a server that writes one buffer an event, each
 * in a process of its own under the same load, in pairs of windows of which either may be first.
 */
export async function measureDeliveries(transport: FollowingTransport, stage: Stage): Promise<Yardstick> {
  const { sizes, random, load } = stage
  const minimal = minimalOf[transport]
  const ours = (await stage.open('feed')).feed
  const other = (await stage.open(minimal))[minimal]
  for (const subject of [ours, other]) {
    await load.call('startDiscarders', { transport, port: subject.port, subscribers: sizes.subscribers })
    await playTo(subject, stage, warmupWindows * sizes.eventsPerWindow)
  }
  const pairs: ValuePair[] = []
  for (let pair = 0; pair < sizes.rounds; pair += 1) {
    const cost = new Map<RunningSubject, number>()
    for (const subject of shuffled([ours, other], random)) {
      cost.set(subject, await playTo(subject, stage, sizes.eventsPerWindow))
    }
    pairs.push([cost.get(ours)!, cost.get(other)!])
  }
  const against = 'a server that writes one buffer an event'
  return yardstickOf({ name: transport, quantity: 'cpuMicrosPerDelivery', against }, pairs)
}

/** Publishes events to every subscriber; microseconds of CPU time a delivery. Rejects when some were not delivered. */
export async function playTo(
  { name, server, port }: RunningSubject,
  { load, sizes }: Stage,
  events: number,
): Promise<number> {
  const before = await load.call('discarded', { port, expected: 0 })
  const { cpuMicros } = await server.call('play', {
    names: new Array(events).fill(name),
    intervalMs: sizes.eventIntervalMs,
  })
  const expected = events * sizes.subscribers
  const deliveries = (await load.call('discarded', { port, expected: before + expected })) - before
  if (deliveries !== expected) throw new Error(`${name}: ${deliveries} of ${expected} deliveries came`)
  return cpuMicros / deliveries
}

import type { TransportName } from '../../../server/protocol.ts'
import { monotonicMs } from '../../../server/sources/clock.ts'
import { createRandom, derive } from '../../../server/sources/random.ts'
import { startProcess } from '../../processes.ts'
import { shuffled } from '../../yardsticks/shuffled.ts'
import type { PartContext } from '../part.ts'
import type { ProcessLook } from '../process-look.ts'
import type { MinuteReceived, Released, StalledLoadCalls } from './load-process.ts'
import type { MinutePlayed, StalledServerCalls } from './server-process.ts'
import { type StallingTransport, stallingTransports } from './stalled-reader.ts'

/** One minute, with stalled readers or without. */
export interface StalledMinute {
  readonly before: ProcessLook
  readonly after: ProcessLook
  readonly played: MinutePlayed
  readonly received: MinuteReceived
  /** Null where none stalled. */
  readonly released: Released | null
}

/** Two minutes, one right after the other. */
export interface MinutePair {
  readonly first: 'stalled' | 'unstalled'
  readonly stalled: StalledMinute
  readonly unstalled: StalledMinute
}

/** How large all of it is. */
export interface StalledSizes {
  readonly pairs: number
  readonly stalledReaders: number
  readonly readersOfEach: number
  readonly eventsPerSecond: number
  readonly events: number
  readonly capacityEvents: number
}

/** The transports of the readers beside. */
export const readingTransports = [
  'long-polling',
  'streaming',
  'sse',
  'websocket',
] as const satisfies readonly TransportName[]

const warmupShare = 0.1
/** Between a minute's call and its first event: what the call itself costs is over by then. */
const leadMs = 100

type Kind = MinutePair['first']
type Play = (kind: Kind, events: number) => Promise<StalledMinute>

/** Plays pairs of minutes, each in a seeded order, on one server and one load; `keep` is told of every pair. */
export async function playPairs(
  sizes: StalledSizes,
  context: PartContext,
  keep: (pairs: readonly MinutePair[]) => Promise<void>,
): Promise<readonly MinutePair[]> {
  const { seed, signal, say } = context
  const random = createRandom(derive(seed, 'order of stalled minutes'))
  const { play, end } = await openMinutes(sizes, context)
  const pairs: MinutePair[] = []
  try {
    say('stalled · warm-up')
    // Unrecorded: they compile the code, with what stalled readers bring about in it.
    for (const kind of ['stalled', 'unstalled'] as const)
      await play(kind, Math.ceil(sizes.events * warmupShare))
    for (let pair = 1; pair <= sizes.pairs; pair += 1) {
      const minutes: Partial<Record<Kind, StalledMinute>> = {}
      const order = shuffled<Kind>(['stalled', 'unstalled'], random)
      for (const kind of order) {
        signal.throwIfAborted()
        say(`stalled · pair ${pair} of ${sizes.pairs} · ${kind}`)
        minutes[kind] = await play(kind, sizes.events)
      }
      pairs.push({ first: order[0]!, stalled: minutes.stalled!, unstalled: minutes.unstalled! })
      await keep(pairs)
    }
  } finally {
    await end()
  }
  return pairs
}

async function openMinutes(
  sizes: StalledSizes,
  { signal, transports }: PartContext,
): Promise<{ readonly play: Play; end(): Promise<void> }> {
  const reading = readingTransports.filter(name => transports.includes(name))
  const stalling = stallingTransports.filter(name => transports.includes(name))
  if (stalling.length === 0) throw new Error(`stalled readers need one of ${stallingTransports.join(', ')}`)
  signal.throwIfAborted()
  const server = startProcess<StalledServerCalls>('limits-stalled-server', signal, { flags: ['--expose-gc'] })
  const load = startProcess<StalledLoadCalls>('limits-stalled-load', signal)
  const end = async () => {
    await Promise.all([server.end(), load.end()])
  }
  try {
    const { capacityEvents, readersOfEach } = sizes
    const { port } = await server.call('open', { capacityEvents })
    await load.call('open', { port, transports: reading, readersOfEach })
    return { end, play: (kind, events) => playMinute(kind, events, { server, load, port, sizes, stalling }) }
  } catch (error) {
    await end()
    throw error
  }
}

interface Open {
  readonly server: ReturnType<typeof startProcess<StalledServerCalls>>
  readonly load: ReturnType<typeof startProcess<StalledLoadCalls>>
  readonly port: number
  readonly sizes: StalledSizes
  readonly stalling: readonly StallingTransport[]
}

/** Both kinds fill the log anew, so that both begin with one that is full. */
async function playMinute(
  kind: Kind,
  events: number,
  { server, load, port, sizes, stalling }: Open,
): Promise<StalledMinute> {
  const { stalledReaders, readersOfEach, eventsPerSecond, capacityEvents } = sizes
  await load.call('begin', 0)
  const ports =
    kind === 'stalled'
      ? await load.call('stall', { port, transports: stalling, readers: stalledReaders })
      : []
  const filled = await server.call('fill', { ports })
  const caughtUp = await load.call('end', filled * readersOfEach)
  for (const { transport, records } of caughtUp.transports)
    if (records < filled * readersOfEach)
      throw new Error(`readers of ${transport} had ${records} of ${filled * readersOfEach} events`)
  const before = await server.call('look', undefined)
  await load.call('begin', events * readersOfEach)
  const startAtMs = monotonicMs() + leadMs
  const played = await server.call('play', { ports, events, eventsPerSecond, startAtMs })
  const received = await load.call('end', events * readersOfEach)
  const after = await server.call('look', undefined)
  const { head } = played
  const released =
    kind === 'stalled' ? await load.call('release', { head, evicted: head - capacityEvents }) : null
  return { before, after, played, received, released }
}

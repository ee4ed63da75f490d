import type { TransportName } from '../../server/protocol.ts'
import type { Estimate } from '../report/types.ts'
import { medianInterval } from '../statistics/interval.ts'
import type { Part, PartContext } from './part.ts'
import { scaled } from './scaled.ts'
import { type Point, slopeOf } from './slope.ts'
import { slopesMarkdown } from './slopes-report.ts'
import { type LimitsStage, onStage } from './stage.ts'

/** What one client more costs the server: medians of the rounds' slopes. */
export interface TransportSlopes {
  readonly transport: TransportName
  /** Clients at which memory was looked at, and CPU time. */
  readonly memoryClients: readonly number[]
  readonly cpuClients: readonly number[]
  /** Of a client that is open and idle. */
  readonly heapBytesPerClient: Estimate
  readonly residentBytesPerClient: Estimate
  /** CPU time a second of a client that has one event a second. */
  readonly cpuMicrosPerClient: Estimate
  /** Each round's points. */
  readonly rounds: readonly Round[]
}

/** What clients cost the server, as slopes over their number. */
export interface SlopesFigures {
  readonly transports: readonly TransportSlopes[]
}

interface Round {
  readonly heapBytes: readonly Point[]
  readonly residentBytes: readonly Point[]
  readonly cpuMicros: readonly Point[]
}

const rounds = 6
const seconds = 2
const memoryClients = [2_000, 4_000, 6_000, 8_000, 10_000]

/** Polls saturate a core far sooner, and a core that is full tells no slope. */
const cpuClients: Readonly<Record<TransportName, readonly number[]>> = {
  polling: [400, 800, 1_200, 1_600, 2_000],
  'long-polling': [400, 800, 1_200, 1_600, 2_000],
  streaming: memoryClients,
  sse: memoryClients,
  websocket: memoryClients,
}

/** Memory and CPU time of one client more, each round with processes of its own. */
export const slopes: Part<SlopesFigures> = {
  purpose: 'memory and CPU of one client more, as slopes over their number',

  async find(context, keep) {
    const transports: TransportSlopes[] = []
    for (const transport of context.transports) {
      transports.push(await slopesOf(transport, context))
      await keep({ transports })
    }
    return { transports }
  },

  shortfalls: () => [],
  markdown: slopesMarkdown,
}

async function slopesOf(transport: TransportName, context: PartContext): Promise<TransportSlopes> {
  const { signal, scale, say } = context
  // Five numbers, whatever the scale.
  const atScale = (count: number, index: number) => scaled(count, scale, 2 * (index + 1))
  const sizes = { memory: memoryClients.map(atScale), cpu: cpuClients[transport].map(atScale) }
  const all: Round[] = []
  const planned = scaled(rounds, scale, 1)
  for (let round = 1; round <= planned; round += 1) {
    say(`slopes · ${transport} · round ${round} of ${planned}`)
    const idle = { transport, topics: false, idle: true }
    const memory = await onStage(idle, signal, stage => memoryOn(stage, sizes.memory))
    const busy = { transport, topics: true, idle: false }
    all.push({
      ...memory,
      ...(await onStage(busy, signal, stage => cpuOn(stage, sizes.cpu, scaled(seconds, scale, 1)))),
    })
  }
  return {
    ...{ transport, memoryClients: sizes.memory, cpuClients: sizes.cpu },
    ...slopesFrom(all),
    rounds: all,
  }
}

/** The medians of the rounds' slopes. */
export function slopesFrom(
  all: readonly Round[],
): Pick<TransportSlopes, 'heapBytesPerClient' | 'residentBytesPerClient' | 'cpuMicrosPerClient'> {
  const estimate = (name: keyof Round) => medianInterval(all.map(round => slopeOf(round[name])))
  return {
    heapBytesPerClient: estimate('heapBytes'),
    residentBytesPerClient: estimate('residentBytes'),
    cpuMicrosPerClient: estimate('cpuMicros'),
  }
}

/** No event is published between two looks, or the log's memory would be taken for the clients'. */
async function memoryOn(
  stage: LimitsStage,
  sizes: readonly number[],
): Promise<Pick<Round, 'heapBytes' | 'residentBytes'>> {
  const heapBytes: Point[] = []
  const residentBytes: Point[] = []
  for (const clients of sizes) {
    await open(stage, clients)
    const memory = await stage.memory()
    heapBytes.push([clients, memory.heapBytes])
    residentBytes.push([clients, memory.residentBytes])
  }
  return { heapBytes, residentBytes }
}

async function cpuOn(
  stage: LimitsStage,
  sizes: readonly number[],
  seconds: number,
): Promise<Pick<Round, 'cpuMicros'>> {
  const cpuMicros: Point[] = []
  // Unrecorded: it compiles the code.
  await open(stage, sizes[0]!)
  await stage.play(seconds)
  for (const clients of sizes) {
    await open(stage, clients)
    const { played, received } = await stage.play(seconds)
    if (received.received !== received.expected)
      throw new Error(`${clients} clients: ${received.received} of ${received.expected} events came`)
    cpuMicros.push([clients, played.busy.cores * 1e6])
  }
  return { cpuMicros }
}

async function open(stage: LimitsStage, clients: number): Promise<void> {
  const failure = await stage.resize(clients)
  if (failure !== null) throw new Error(`${clients} clients: ${failure}`)
}

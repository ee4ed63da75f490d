import type { TransportName } from '../../server/protocol.ts'
import { figure, grouped } from '../report/figures.ts'
import { transportLabels } from '../report/labels.ts'
import { titledTable } from '../report/markdown.ts'
import { numbers, type Table, texts } from '../report/tables.ts'
import type { Estimate } from '../report/types.ts'
import { medianInterval } from '../statistics/interval.ts'
import type { Part, PartContext } from './part.ts'
import { type Point, slopeOf } from './slope.ts'
import { type LimitsStage, onStage } from './stage.ts'

/** What one client more costs the server: medians of the rounds' slopes. */
interface TransportSlopes {
  readonly transport: TransportName
  /** Clients at which memory was looked at, and CPU time. */
  readonly memoryClients: readonly number[]
  readonly cpuClients: readonly number[]
  /** Of a client that is open and idle. */
  readonly heapBytesPerClient: Estimate
  readonly residentBytesPerClient: Estimate
  /** CPU time a second of a client that has one event a second. */
  readonly cpuMicrosPerClient: Estimate
}

/** What clients cost the server, as slopes over their number. */
export interface SlopesFigures {
  readonly rounds: number
  readonly transports: readonly TransportSlopes[]
}

const rounds = 6
const seconds = 3
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
      await keep({ rounds, transports })
    }
    return { rounds, transports }
  },

  shortfalls: () => [],

  markdown: figures => [
    '## One client more',
    titledTable(slopesTable(figures)),
    `Slopes over five numbers of clients; the median of ${figures.rounds} rounds [95 % interval], each with processes of its own. Memory is that of open, idle clients after all garbage was collected, without what the kernel holds for their sockets; CPU time is the server’s, a second, with an event a second for each client, of its own topic and at its own time; pollers ask once a second.`,
  ],
}

interface Round {
  readonly memory: readonly {
    readonly clients: number
    readonly heapBytes: number
    readonly residentBytes: number
  }[]
  readonly cpu: readonly { readonly clients: number; readonly microsPerSecond: number }[]
}

async function slopesOf(transport: TransportName, context: PartContext): Promise<TransportSlopes> {
  const atScale = (count: number) => Math.max(2, Math.round(count * context.scale))
  const sizes = { memory: memoryClients.map(atScale), cpu: cpuClients[transport].map(atScale) }
  const all: Round[] = []
  for (let round = 1; round <= rounds; round += 1) {
    context.say(`slopes · ${transport} · round ${round} of ${rounds}`)
    all.push(await onStage({ transport, topics: true }, context.signal, stage => roundOn(stage, sizes)))
  }
  const estimate = (points: (round: Round) => readonly Point[]) =>
    medianInterval(all.map(round => slopeOf(points(round))))
  return {
    transport,
    memoryClients: sizes.memory,
    cpuClients: sizes.cpu,
    heapBytesPerClient: estimate(({ memory }) => memory.map(each => [each.clients, each.heapBytes])),
    residentBytesPerClient: estimate(({ memory }) => memory.map(each => [each.clients, each.residentBytes])),
    cpuMicrosPerClient: estimate(({ cpu }) => cpu.map(each => [each.clients, each.microsPerSecond])),
  }
}

async function roundOn(
  stage: LimitsStage,
  sizes: Readonly<Record<'memory' | 'cpu', readonly number[]>>,
): Promise<Round> {
  const memory: Round['memory'][number][] = []
  const cpu: Round['cpu'][number][] = []
  // Unrecorded: it compiles the code.
  await stage.resize(sizes.cpu[0]!)
  await stage.play(seconds)
  for (const clients of [...new Set([...sizes.cpu, ...sizes.memory])].sort((a, b) => a - b)) {
    await stage.resize(clients)
    if (sizes.memory.includes(clients)) memory.push({ clients, ...(await stage.memory()) })
    if (!sizes.cpu.includes(clients)) continue
    const { expected, played, received } = await stage.play(seconds)
    if (received.records !== expected)
      throw new Error(`${clients} clients: ${received.records} of ${expected} events came`)
    cpu.push({ clients, microsPerSecond: played.cpuMicros / seconds })
  }
  return { memory, cpu }
}

function slopesTable({ transports }: SlopesFigures): Table {
  return {
    caption: 'What one client more costs the server',
    columns: [
      ...texts('Transport'),
      ...numbers('Heap, KiB', 'Resident, KiB', 'CPU, µs a second', 'Clients (memory)', 'Clients (CPU)'),
    ],
    rows: transports.map(each => [
      transportLabels[each.transport],
      figure(each.heapBytesPerClient, 1 / 1_024),
      figure(each.residentBytesPerClient, 1 / 1_024),
      figure(each.cpuMicrosPerClient),
      range(each.memoryClients),
      range(each.cpuClients),
    ]),
  }
}

function range(counts: readonly number[]): string {
  return `${grouped(Math.min(...counts))}–${grouped(Math.max(...counts))}`
}

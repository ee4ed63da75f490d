import { readFileSync } from 'node:fs'
import type { TransportName } from '../../server/protocol.ts'
import { grouped, significant } from '../report/figures.ts'
import { transportLabels } from '../report/labels.ts'
import { titledTable } from '../report/markdown.ts'
import { numbers, type Table, texts } from '../report/tables.ts'
import type { Part, PartContext } from './part.ts'
import { type Found, search } from './search.ts'
import { type LimitsStage, onStage, openStage, type Shown } from './stage.ts'

/** One number of clients, and how they fared. */
interface CapacityStep {
  readonly clients: number
  readonly holds: boolean
  readonly expected: number
  readonly received: number
  readonly broken: number
  /** From when an event was due to its receipt; of a poller, from when its poll was. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
  /** From when an event was due to when the server appended it. */
  readonly lagP99Ms: number
  /** Cores that were busy. */
  readonly serverCores: number
  readonly loadCores: number
}

/** What one transport can hold. */
interface TransportCapacity extends Found {
  readonly transport: TransportName
  /** In the order in which they were tried. */
  readonly steps: readonly CapacityStep[]
  /** One event a second to all at once. */
  readonly broadcasts: readonly CapacityStep[]
}

/** How many clients the server holds with an event a second for each. */
export interface CapacityFigures {
  readonly boundMs: number
  /** No more were tried: the descriptors that a process may open. */
  readonly mostClients: number
  readonly transports: readonly TransportCapacity[]
}

const boundMs = 100
const start = 1_000
const precision = 0.1
const warmupSeconds = 2
const seconds = 5
const broadcastClients = [1_000, 5_000, 10_000]

/** What a process opens besides its clients' connections. */
const otherDescriptors = 1_000

/** What those that follow must hold at least; of the polls the limit is only told. */
const leastClients: Readonly<Partial<Record<TransportName, number>>> = {
  streaming: 10_000,
  sse: 10_000,
  websocket: 10_000,
}

/** Clients by search: p99 below 100 ms, an event a second for each at its own time, nothing lost. */
export const capacity: Part<CapacityFigures> = {
  purpose: 'how many clients with an event a second each, by search, and a broadcast beside it',

  async find(context, keep) {
    const mostClients = Math.round((descriptorLimit() - otherDescriptors) * context.scale)
    const transports: TransportCapacity[] = []
    for (const transport of context.transports) {
      transports.push(await capacityOf(transport, mostClients, context))
      await keep({ boundMs, mostClients, transports })
    }
    return { boundMs, mostClients, transports }
  },

  shortfalls: ({ transports }) =>
    transports.flatMap(({ transport, holds }) => {
      const least = leastClients[transport] ?? 1
      if (holds >= least) return []
      return [`${transport}: ${grouped(holds)} clients hold, expected ${grouped(least)} or more`]
    }),

  markdown: figures => [
    '## Capacity',
    `Each client has an event a second, at its own time of the second and of its own topic; a number of clients holds when p99 is below ${figures.boundMs} ms, nothing is lost and no connection breaks, at the first or the second try. Latency is from when the event was due to its receipt; of a poller, who asks once a second, from when its poll was due to the answer with the event. Server and load share the machine. No more than ${grouped(figures.mostClients)} clients were tried: a process has no more descriptors.`,
    titledTable(capacityTable(figures)),
    titledTable(broadcastTable(figures)),
    'A broadcast is written to one client after the other, so its latency is the place in that row.',
  ],
}

/** The soft limit of open files (proc(5), `/proc/self/limits`). */
function descriptorLimit(): number {
  const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
  return Number(limit ?? 1_024)
}

async function capacityOf(
  transport: TransportName,
  mostClients: number,
  context: PartContext,
): Promise<TransportCapacity> {
  const steps: CapacityStep[] = []
  let stage: LimitsStage | undefined
  const holds = async (clients: number): Promise<boolean> => {
    context.say(`capacity · ${transport} · ${grouped(clients)} clients`)
    stage ??= await openStage({ transport, topics: true }, context.signal)
    const step = await stepOf(stage, clients)
    steps.push(step)
    if (!step.holds) {
      // What was too much leaves queues behind.
      await stage.end()
      stage = undefined
    }
    return step.holds
  }
  const least = Math.max(5, Math.round(start * context.scale))
  try {
    const found = await search({ start: least, most: mostClients, precision, holds })
    return { transport, ...found, steps, broadcasts: await broadcastsOf(transport, context) }
  } finally {
    await stage?.end()
  }
}

function broadcastsOf(
  transport: TransportName,
  { scale, signal, say }: PartContext,
): Promise<CapacityStep[]> {
  return onStage({ transport, topics: false }, signal, async stage => {
    const steps: CapacityStep[] = []
    for (const count of broadcastClients) {
      say(`capacity · ${transport} · a broadcast to ${grouped(count)} clients`)
      steps.push(await stepOf(stage, Math.max(5, Math.round(count * scale))))
    }
    return steps
  })
}

async function stepOf(stage: LimitsStage, clients: number): Promise<CapacityStep> {
  await stage.resize(clients)
  await stage.play(warmupSeconds)
  return capacityStep(await stage.play(seconds))
}

/** A step from what was shown. */
export function capacityStep({ clients, expected, played, received }: Shown): CapacityStep {
  const { records, p50Ms, p99Ms, maxMs, broken, cpuMicros } = received
  const inTime = p99Ms !== null && p99Ms < boundMs
  return {
    clients,
    holds: inTime && records === expected && broken === 0,
    expected,
    received: records,
    broken,
    ...{ p50Ms, p99Ms, maxMs },
    lagP99Ms: played.lagP99Ms,
    serverCores: played.cpuMicros / (seconds * 1e6),
    loadCores: cpuMicros / (seconds * 1e6),
  }
}

function capacityTable({ transports }: CapacityFigures): Table {
  return {
    caption: 'Clients that hold, and the fewest that did not',
    columns: [
      ...texts('Transport'),
      ...numbers(
        'Clients',
        'p50, ms',
        'p99, ms',
        'Server, cores',
        'Load, cores',
        'Did not hold',
        'its p99, ms',
      ),
    ],
    rows: transports.map(({ transport, holds, fails, steps }) => {
      const best = steps.find(step => step.clients === holds && step.holds)
      const worst = steps.findLast(step => step.clients === fails)
      return [
        transportLabels[transport],
        grouped(holds),
        ...[best?.p50Ms, best?.p99Ms, best?.serverCores, best?.loadCores].map(value =>
          significant(value ?? null),
        ),
        fails === null ? '–' : grouped(fails),
        significant(worst?.p99Ms ?? null),
      ]
    }),
  }
}

function broadcastTable({ transports }: CapacityFigures): Table {
  return {
    caption: 'A broadcast, one event a second to all at once: p99, ms',
    columns: [
      ...texts('Transport'),
      ...numbers(...broadcastClients.map(count => `${grouped(count)} clients`)),
    ],
    rows: transports.map(({ transport, broadcasts }) => [
      transportLabels[transport],
      ...broadcasts.map(({ p99Ms, received, expected }) =>
        received === expected ? significant(p99Ms) : `${grouped(expected - received)} not come`,
      ),
    ]),
  }
}

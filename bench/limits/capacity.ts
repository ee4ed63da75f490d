import { readFileSync } from 'node:fs'
import { defaultAppOptions } from '../../server/options.ts'
import type { TransportName } from '../../server/protocol.ts'
import { untilQuiet } from '../quiet.ts'
import { grouped } from '../report/figures.ts'
import { capacityMarkdown } from './capacity-report.ts'
import { boundMs, type CapacityStep, capacityStep, isDisturbed, unopenedStep } from './capacity-step.ts'
import type { Part, PartContext } from './part.ts'
import { scaled } from './scaled.ts'
import { type Found, search } from './search.ts'
import { type LimitsStage, onStage, openStage } from './stage.ts'

/** What one transport can hold. */
export interface TransportCapacity extends Found {
  readonly transport: TransportName
  /** In the order in which they were tried. */
  readonly steps: readonly CapacityStep[]
  /** One event a second to all at once. */
  readonly broadcasts: readonly CapacityStep[]
}

/** How many clients the server holds with an event a second for each. */
export interface CapacityFigures {
  readonly boundMs: number
  /** No more were tried: a process has no more descriptors, or the server takes no more connections. */
  readonly mostClients: number
  readonly transports: readonly TransportCapacity[]
}

const start = 1_000
/** However small the scale is. */
const leastTried = 5
const precision = 0.1
const warmupSeconds = 2
const seconds = 5
/** So often a try that others disturbed is no try. */
const mostDisturbed = 3
const broadcastClients = [1_000, 5_000, 10_000]

/** What a process opens besides its clients' connections. */
const otherDescriptors = 1_000

/** What those that follow must hold at least; of the polls the limit is only told. */
const leastClients: Readonly<Record<TransportName, number>> = {
  polling: 1,
  'long-polling': 1,
  streaming: 10_000,
  sse: 10_000,
  websocket: 10_000,
}

/** Clients by search: p99 below 100 ms, an event a second for each at its own time, nothing lost. */
export const capacity: Part<CapacityFigures> = {
  purpose: 'how many clients with an event a second each, by search, and a broadcast beside it',

  async find(context, keep) {
    const most = Math.min(descriptorLimit() - otherDescriptors, defaultAppOptions.maxConnections)
    const mostClients = scaled(most, context.scale, leastTried)
    const transports: TransportCapacity[] = []
    for (const transport of context.transports) {
      transports.push(await capacityOf(transport, mostClients, context))
      await keep({ boundMs, mostClients, transports })
    }
    return { boundMs, mostClients, transports }
  },

  shortfalls: ({ transports }) =>
    transports.flatMap(({ transport, holds, steps }) => {
      const least = leastClients[transport]
      if (holds >= least) return []
      const reason = steps.findLast(step => !step.holds)?.reason
      return [`${transport}: ${grouped(holds)} clients hold, expected ${grouped(least)} or more: ${reason}`]
    }),

  markdown: capacityMarkdown,
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
  const { scale, signal, say } = context
  const steps: CapacityStep[] = []
  let stage: LimitsStage | undefined
  const step = async (clients: number): Promise<CapacityStep> => {
    say(`capacity · ${transport} · ${grouped(clients)} clients`)
    stage ??= await openStage({ transport, topics: true, idle: false }, signal)
    const tried = await stepOf(stage, clients, scale)
    steps.push(tried)
    if (!tried.holds) {
      // What was too much leaves queues behind.
      await stage.end()
      stage = undefined
    }
    return tried
  }
  const holds = async (clients: number): Promise<boolean> => {
    for (let disturbed = 0; ; disturbed += 1) {
      const tried = await step(clients)
      if (tried.holds || !isDisturbed(tried) || disturbed === mostDisturbed) return tried.holds
      await untilQuiet(signal)
    }
  }
  try {
    const found = await search({
      start: scaled(start, scale, leastTried),
      most: mostClients,
      precision,
      holds,
    })
    await stage?.end()
    return { transport, ...found, steps, broadcasts: await broadcastsOf(transport, context) }
  } finally {
    await stage?.end()
  }
}

async function broadcastsOf(transport: TransportName, context: PartContext): Promise<CapacityStep[]> {
  const steps: CapacityStep[] = []
  for (const count of broadcastClients) {
    const clients = scaled(count, context.scale, leastTried)
    context.say(`capacity · ${transport} · a broadcast to ${grouped(clients)} clients`)
    const asked = { transport, topics: false, idle: false }
    steps.push(await onStage(asked, context.signal, stage => stepOf(stage, clients, context.scale)))
  }
  return steps
}

async function stepOf(stage: LimitsStage, clients: number, scale: number): Promise<CapacityStep> {
  const failure = await stage.resize(clients)
  if (failure !== null) return unopenedStep(clients, failure)
  const warmup = scaled(warmupSeconds, scale, 0)
  if (warmup > 0) await stage.play(warmup)
  return capacityStep(await stage.play(scaled(seconds, scale, 1)))
}

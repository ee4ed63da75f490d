import { setTimeout as wait } from 'node:timers/promises'
import { monotonicMs } from '../../server/sources/clock.ts'
import { derive } from '../../server/sources/random.ts'
import type { Strike } from '../link/stage.ts'
import type { FaultClientOptions } from './client.ts'
import type { ClientNotes, EpochLog } from './notes.ts'
import type { ClientPlan, CutsAsked, Plan } from './plan.ts'
import {
  type FaultServer,
  type Others,
  type RunContext,
  startOthers,
  startServer,
  toldOf,
  urlOf,
} from './processes.ts'

/** What happened in a run of cuts. */
export interface CutsRun {
  readonly logs: readonly EpochLog[]
  readonly clients: readonly CutClient[]
}

/** What one client was told, and what befell its connections by the link's account. */
export interface CutClient {
  readonly plan: ClientPlan
  readonly told: ClientNotes
  readonly strikes: readonly Strike[]
}

/** A log of about 4 s: who is away for longer finds a gap. */
const capacityEvents = 200
const eventsPerSecond = 20
const heartbeatMs = 300
/** Of one client after the other. */
const rttsMs = [0, 0, 0, 4] as const
const clientSettings = {
  backoff: { firstMs: 20, maxMs: 200, jitter: true },
  silenceMs: 1_500,
  poll: { intervalMs: 100, pace: 'pause' },
  holdMs: 200,
} as const

/** How long all cuts may take: far more than they do, in milliseconds. */
const patienceMs = ({ cuts, clients }: CutsAsked): number => 30_000 + (4_000 * cuts) / clients
const drainMs = 15_000
const lookMs = 50

/** Everything that runs while connections break. */
interface Course {
  readonly asked: CutsAsked
  readonly plan: Plan
  readonly others: Others
  readonly context: RunContext
  readonly strikes: readonly Strike[][]
  readonly logs: EpochLog[]
  server: FaultServer
}

/** Breaks connections as planned until each transport had its cuts, lets every client catch up, and hears them. */
export async function runCuts(asked: CutsAsked, plan: Plan, context: RunContext): Promise<CutsRun> {
  const server = await startServer({ port: 0, heartbeatMs, capacityEvents }, context.signal)
  const others = startOthers(context.signal)
  const strikes = plan.clients.map(() => [])
  const course: Course = { asked, plan, others, context, strikes, logs: [], server }
  const to = { host: '127.0.0.1', port: server.port }
  const ports = await others.link.call(
    'open',
    plan.clients.map(({ fates }, index) => ({
      ...{ to, fates, seed: asked.seed },
      rttMs: rttsMs[index % rttsMs.length]!,
    })),
  )
  await play(course)
  const opening = others.load.call(
    'start',
    plan.clients.map((client, index) => optionsOf(client, ports[index]!, asked.seed)),
  )
  await Promise.all([opening, breakAll(course)])
  await settle(course)
  const told = await toldOf(others, plan.clients.length)
  await others.end()
  await course.server.kill()
  return {
    logs: course.logs,
    clients: plan.clients.map((client, index) => ({
      plan: client,
      told: told[index]!,
      strikes: strikes[index]!,
    })),
  }
}

function optionsOf({ transport, name, nap }: ClientPlan, port: number, seed: number): FaultClientOptions {
  return { ...clientSettings, transport, nap, url: urlOf(port), seed: derive(seed, `back-off ${name}`) }
}

async function play({ server, asked, logs }: Course): Promise<void> {
  await server.call('play', { seed: derive(asked.seed, `events ${logs.length}`), eventsPerSecond })
}

/** Waits for the cuts, and kills the server when so many have happened. */
async function breakAll(course: Course): Promise<void> {
  const { asked, plan, context } = course
  const deadlineMs = monotonicMs() + patienceMs(asked)
  const restarts = [...plan.restarts]
  for (let saidTenths = -1; monotonicMs() < deadlineMs; ) {
    await wait(lookMs, undefined, { signal: context.signal })
    await takeStrikes(course)
    const share = shareDone(course)
    if (share >= (restarts[0] ?? Number.POSITIVE_INFINITY)) {
      restarts.shift()
      await restart(course)
    }
    const tenths = Math.floor(share * 10)
    if (tenths > saidTenths) context.say(`cuts · ${tenths * 10} % · ${course.logs.length} restarts`)
    saidTenths = tenths
    if (share === 1 && restarts.length === 0) return
  }
}

async function takeStrikes({ others, strikes }: Course): Promise<void> {
  const news = await others.link.call('strikes', undefined)
  for (const [index, some] of news.entries()) strikes[index]!.push(...some)
}

/** How much of the asked cuts the transport has had that has had the fewest. */
function shareDone({ asked, plan, strikes }: Course): number {
  const counts = asked.transports.map(transport =>
    plan.clients.reduce(
      (sum, client, index) => sum + (client.transport === transport ? strikes[index]!.length : 0),
      0,
    ),
  )
  return Math.min(1, Math.min(...counts) / asked.cuts)
}

/** The server dies with its log, and another listens in its place. */
async function restart(course: Course): Promise<void> {
  const { server, context } = course
  await server.call('stop', undefined)
  course.logs.push(await server.call('log', undefined))
  await server.kill()
  course.server = await startServer({ port: server.port, heartbeatMs, capacityEvents }, context.signal)
  await play(course)
}

/** No more cuts: every client gets a connection without a fate, and time to stand at the head. */
async function settle(course: Course): Promise<void> {
  const { others, plan, server, logs } = course
  for (const link of plan.clients.keys()) {
    await others.link.call('set', { link, changes: { fates: [] } })
    await others.link.call('cutAll', { link })
  }
  await server.call('stop', undefined)
  const cursor = await server.call('append', undefined)
  const clients = [...plan.clients.keys()]
  await others.load.call('reached', { clients, cursor, deadlineMs: monotonicMs() + drainMs })
  await takeStrikes(course)
  logs.push(await server.call('log', undefined))
}

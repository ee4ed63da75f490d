import type { TransportName } from '../server/protocol.ts'
import { monotonicMs } from '../server/sources/clock.ts'
import { derive } from '../server/sources/random.ts'
import { findDoubts } from './gates.ts'
import type { LinkCalls } from './link/process.ts'
import type { LoadCalls, LoadClose } from './load-process.ts'
import type { Window } from './meter.ts'
import { modelOf } from './model.ts'
import { type Process, startProcess } from './processes.ts'
import { type Matched, matchReceipts } from './receipts.ts'
import type {
  CompletedTrial,
  Distribution,
  ProcessCost,
  RecordedDistribution,
  Scenario,
  Trial,
  TrialPlan,
} from './report/types.ts'
import type { ServerCalls } from './server-process.ts'
import { appOptionsOf, sourceOptionsOf, subscriberOptionsOf } from './settings.ts'
import { distribution } from './statistics/quantile.ts'
import { takeOf } from './theory/from-scenario.ts'

/** Time for the feed's clock thread to start, in milliseconds. */
const leadMs = 100
/** From the feed's start to the window's; long enough for code to be compiled and connections to be used once. */
const warmupMs = 500

/** One run of one transport, under every scenario of an experiment at once. */
export interface Slot {
  readonly scenarios: readonly Scenario[]
  readonly plan: Omit<TrialPlan, 'scenario'>
}

interface Processes {
  readonly server: Process<ServerCalls>
  readonly link: Process<LinkCalls>
  readonly load: Process<LoadCalls>
}

/**
 * Runs a slot: server, link and load in processes of their own, a warm-up, the measured window, a drain; a trial for
 * each scenario. Trials that break are failed ones with their reason; only an abort rejects, with the signal's reason.
 */
export async function runSlot(
  { scenarios, plan }: Slot,
  seed: number,
  signal: AbortSignal,
): Promise<Trial[]> {
  const startedAt = new Date().toISOString()
  signal.throwIfAborted()
  const processes: Processes = {
    server: startProcess<ServerCalls>('bench-server', signal),
    link: startProcess<LinkCalls>('bench-link', signal),
    load: startProcess<LoadCalls>('bench-load', signal),
  }
  const trialOf = (scenario: Scenario) => ({ scenario: scenario.name, ...plan, startedAt })
  try {
    const completed = await measure(scenarios, plan, seed, processes)
    return scenarios.map((scenario, index) => ({ ...trialOf(scenario), ...completed[index]! }))
  } catch (error) {
    signal.throwIfAborted()
    const reason = (error as Error).message
    return scenarios.map(scenario => ({
      ...trialOf(scenario),
      status: 'failed',
      valid: false,
      reason,
      warnings: [],
    }))
  } finally {
    await Promise.all(Object.values(processes).map(each => each.end()))
  }
}

async function measure(
  scenarios: readonly Scenario[],
  { transport, block }: Slot['plan'],
  seed: number,
  { server, link, load }: Processes,
): Promise<Omit<CompletedTrial, 'startedAt'>[]> {
  const [first] = scenarios as readonly [Scenario, ...Scenario[]]
  const { port } = await server.call('open', {
    app: appOptionsOf(first),
    source: sourceOptionsOf(first, seed, block),
  })
  const to = { host: '127.0.0.1', port }
  const ports = await link.call(
    'open',
    scenarios.map(({ link: { rttMs } }) => ({ to, rttMs, seed: derive(seed, `link of block ${block}`) })),
  )
  const setupBytes = await load.call(
    'connect',
    scenarios.map((scenario, index) => ({
      clients: scenario.clients,
      subscriber: subscriberOptionsOf(scenario, transport, `http://127.0.0.1:${ports[index]}/`, seed, block),
    })),
  )

  const startAtMs = monotonicMs() + leadMs
  const fromMs = startAtMs + warmupMs
  const window: Window = { fromMs, toMs: fromMs + first.durationMs }
  const [feed, loadWindow] = await Promise.all([
    server.call('play', { startAtMs, endAtOffsetMs: warmupMs + first.durationMs, window }),
    load.call('measure', window),
  ])
  const sequence = feed.sequences.at(-1) ?? 0
  const deadlineMs = window.toMs + Math.max(...scenarios.map(drainMs))
  const receipts = await load.call('drain', { sequence, deadlineMs })
  const links = await link.call('report', undefined)
  const closed = await load.call('close', undefined)
  await Promise.all([link.call('close', undefined), server.call('close', undefined)])

  const matches = receipts.map(group =>
    matchReceipts(feed, group, window, takeOf(first, transport) === 'latest'),
  )
  const deliveries = matches.reduce((sum, { events }) => sum + events.received, 0)
  return scenarios.map((scenario, index) => {
    const matched = matches[index]!
    const share = deliveries === 0 ? 1 / scenarios.length : matched.events.received / deliveries
    const { askedMs, achievedMs } = links[index]!
    const facts = {
      ...figuresOf(matched),
      port: ports[index]!,
      warmupMs,
      measuredMs: scenario.durationMs,
      connections: closed[index]!.connections,
      bytes: closed[index]!.bytes,
      setupBytes: setupBytes[index]!,
      windowBytes: loadWindow.bytes[index]!,
      link: { askedMs, achievedMs },
      server: shareOut(feed.cost, share),
      load: shareOut(loadWindow.cost, share),
    }
    const trace = { feed, receipts: receipts[index]!, window, latencyMs: matched.latencyMs }
    return judged(
      facts,
      scenario,
      transport,
      modelOf({ scenario, transport, facts, ...trace }),
      closed[index]!,
    )
  })
}

type Facts = Parameters<typeof findDoubts>[0]

/** A trial with its doubts: valid where no gate is broken. */
function judged(
  facts: Facts,
  scenario: Scenario,
  transport: TransportName,
  model: CompletedTrial['model'],
  closed: LoadClose,
): Omit<CompletedTrial, 'startedAt'> {
  const { invalid, notes } = findDoubts(facts, scenario, transport, closed)
  const warnings = [...invalid, ...notes]
  return { status: 'completed', ...facts, model, valid: invalid.length === 0, warnings }
}

function figuresOf({ events, requests, latencyMs, feedLagMs }: Matched) {
  return {
    events,
    requests,
    feedLagMs: withoutHistogram(distribution(feedLagMs)),
    latencyMs: distribution(latencyMs),
  }
}

/** A scenario's part of what a process spent on all of them. */
function shareOut(cost: ProcessCost, share: number): ProcessCost {
  return { ...cost, cpuMs: cost.cpuMs * share }
}

/** How long the last events may take: a poll interval or three round trips, and a second. */
function drainMs({ options, link }: Scenario): number {
  return Math.max(options.pollIntervalMs, 3 * link.rttMs) + 1_000
}

function withoutHistogram({ histogram: _values, ...figures }: RecordedDistribution): Distribution {
  return figures
}

import { monotonicMs } from '../server/sources/clock.ts'
import { derive } from '../server/sources/random.ts'
import { findDoubts } from './gates.ts'
import type { LoadCalls } from './load-process.ts'
import type { Window } from './meter.ts'
import { type Process, startProcess } from './processes.ts'
import { matchReceipts } from './receipts.ts'
import type {
  CompletedTrial,
  Distribution,
  RecordedDistribution,
  Scenario,
  Trial,
  TrialPlan,
} from './report/types.ts'
import type { ServerCalls } from './server-process.ts'
import { appOptionsOf, sourceOptionsOf, subscriberOptionsOf } from './settings.ts'
import { distribution } from './statistics/quantile.ts'

/** Time for the feed's clock thread to start, in milliseconds. */
const leadMs = 100
/** From the feed's start to the window's; long enough for code to be compiled and connections to be used once. */
const warmupMs = 500

/**
 * Runs one trial: a server and a load in processes of their own, a warm-up, the measured window, a drain. A trial
 * that breaks is a failed one with its reason; only an abort rejects, with the signal's reason.
 */
export async function runTrial(
  scenario: Scenario,
  plan: TrialPlan,
  seed: number,
  signal: AbortSignal,
): Promise<Trial> {
  const startedAt = new Date().toISOString()
  signal.throwIfAborted()
  const server = startProcess<ServerCalls>('bench-server', signal)
  const load = startProcess<LoadCalls>('bench-load', signal)
  try {
    return { ...plan, startedAt, ...(await measure(scenario, plan, seed, server, load)) }
  } catch (error) {
    signal.throwIfAborted()
    const reason = (error as Error).message
    return { ...plan, startedAt, status: 'failed', valid: false, reason, warnings: [] }
  } finally {
    await Promise.all([server.end(), load.end()])
  }
}

async function measure(
  scenario: Scenario,
  { transport, block }: TrialPlan,
  seed: number,
  server: Process<ServerCalls>,
  load: Process<LoadCalls>,
): Promise<Omit<CompletedTrial, 'startedAt'>> {
  const { port } = await server.call('open', {
    app: appOptionsOf(scenario),
    source: sourceOptionsOf(scenario, seed, block),
  })
  const url = `http://127.0.0.1:${port}/`
  const setupBytes = await load.call('connect', {
    clients: scenario.clients,
    subscriber: subscriberOptionsOf(scenario, transport, url, derive(seed, `clients of block ${block}`)),
  })

  const startAtMs = monotonicMs() + leadMs
  const window: Window = { fromMs: startAtMs + warmupMs, toMs: startAtMs + warmupMs + scenario.durationMs }
  const [feed, loadWindow] = await Promise.all([
    server.call('play', { startAtMs, endAtOffsetMs: warmupMs + scenario.durationMs, window }),
    load.call('measure', window),
  ])
  const sequence = feed.sequences.at(-1) ?? 0
  const receipts = await load.call('drain', { sequence, deadlineMs: window.toMs + drainMs(scenario) })
  const closed = await load.call('close', undefined)
  await server.call('close', undefined)

  const { events, latencyMs, feedLagMs } = matchReceipts(feed, receipts, window)
  const facts = {
    port,
    warmupMs,
    measuredMs: scenario.durationMs,
    events,
    feedLagMs: withoutHistogram(distribution(feedLagMs)),
    latencyMs: distribution(latencyMs),
    requests: loadWindow.requests,
    connections: closed.connections,
    bytes: closed.bytes,
    setupBytes,
    windowBytes: loadWindow.bytes,
    server: feed.cost,
    load: loadWindow.cost,
  }
  const { invalid, notes } = findDoubts(facts, scenario, transport, closed)
  return { status: 'completed', ...facts, valid: invalid.length === 0, warnings: [...invalid, ...notes] }
}

/** How long the last events may take: a poll interval or three round trips, and a second. */
function drainMs({ options, link }: Scenario): number {
  return Math.max(options.pollIntervalMs, 3 * link.rttMs) + 1_000
}

function withoutHistogram({ histogram: _values, ...figures }: RecordedDistribution): Distribution {
  return figures
}

import { monotonicMs } from '../server/sources/clock.ts'
import { derive } from '../server/sources/random.ts'
import { at } from './at.ts'
import type { LinkReport } from './link/tally.ts'
import type { LoadClose, LoadWindow, Receipts } from './load-process.ts'
import type { Window } from './meter.ts'
import { startOtherProcesses } from './other-processes.ts'
import type { LinkCost, Scenario } from './report/types.ts'
import type { FeedReport } from './server-process.ts'
import { appOptionsOf, sourceOptionsOf, subscriberOptionsOf } from './settings.ts'
import type { Processes, Slot } from './slot.ts'
import type { Books } from './wire/books.ts'

/** Time for the feed's clock thread to start, in milliseconds. */
const leadMs = 100
/** From the feed's start to the window's; long enough for code to be compiled and connections to be used once. */
export const warmupMs = 500

/** What one slot's processes did; every list is in the order of the scenarios. */
export interface Recording {
  /** When the feed started, on the host's monotonic clock. */
  readonly startAtMs: number
  readonly window: Window
  readonly feed: FeedReport
  readonly receipts: readonly (readonly Receipts[])[]
  readonly ports: readonly number[]
  readonly links: readonly LinkReport[]
  /** Round trips of lone requests during the warm-up, in milliseconds. */
  readonly probesMs: readonly Float64Array[]
  readonly setupBytes: readonly Books[]
  readonly loadWindow: LoadWindow
  readonly linkCost: LinkCost
  /** CPU time of others in the window as a share of a core; null where it can't be had. */
  readonly otherCpuShare: number | null
  readonly closed: readonly LoadClose[]
}

/** Where a slot's clients and probes connect to. */
interface Network {
  readonly ports: readonly number[]
  readonly probePorts: readonly number[]
}

/** Runs a slot in its processes: a look at them idle, the connections, a warm-up, the measured window, a drain. */
export async function recordSlot(slot: Slot, seed: number, processes: Processes): Promise<Recording> {
  const { server, link, load } = processes
  const { scenarios, plan } = slot
  await Promise.all([
    server.call('idle', undefined),
    link.call('idle', undefined),
    load.call('idle', undefined),
  ])
  const network = await openNetwork(slot, seed, processes)
  const setupBytes = await load.call(
    'connect',
    scenarios.map((scenario, index) => ({
      clients: scenario.clients,
      subscriber: subscriberOptionsOf(
        scenario,
        plan.transport,
        urlOf(network.ports[index]!),
        seed,
        plan.block,
      ),
    })),
  )
  const course = await runWindow(slot, network, processes)
  const deadlineMs = course.window.toMs + Math.max(...scenarios.map(drainMs))
  const receipts = await load.call('drain', { sequence: course.feed.sequences.at(-1) ?? 0, deadlineMs })
  const links = await link.call('report', undefined)
  const closed = await load.call('close', undefined)
  await Promise.all([link.call('close', undefined), server.call('close', undefined)])
  return { ...course, receipts, ports: network.ports, links, setupBytes, closed }
}

/** Opens the server and, for each round trip, a link for the clients and one alike for the probes. */
async function openNetwork(
  { scenarios, plan: { block } }: Slot,
  seed: number,
  { server, link }: Processes,
): Promise<Network> {
  const [first] = scenarios as readonly [Scenario, ...Scenario[]]
  const { port } = await server.call('open', {
    app: appOptionsOf(first),
    source: sourceOptionsOf(first, seed, block),
  })
  const links = scenarios.map(({ link: { rttMs } }) => ({
    to: { host: '127.0.0.1', port },
    rttMs,
    seed: derive(seed, `link of block ${block}`),
  }))
  const ports = await link.call('open', links)
  // A trial's ports carry what its ledger has and nothing else.
  return { ports, probePorts: await link.call('open', links) }
}

async function runWindow(
  { scenarios }: Slot,
  { probePorts }: Network,
  { server, link, load }: Processes,
): Promise<
  Pick<Recording, 'startAtMs' | 'window' | 'feed' | 'probesMs' | 'loadWindow' | 'linkCost' | 'otherCpuShare'>
> {
  const { durationMs } = scenarios[0]!
  const startAtMs = monotonicMs() + leadMs
  const fromMs = startAtMs + warmupMs
  const window = { fromMs, toMs: fromMs + durationMs }
  const [feed, probesMs, loadWindow, linkCost, otherCpuShare] = await Promise.all([
    server.call('play', { startAtMs, endAtOffsetMs: warmupMs + durationMs, window }),
    load.call('probe', {
      window: { fromMs: startAtMs, toMs: fromMs },
      groups: scenarios.map((scenario, index) => ({
        url: urlOf(probePorts[index]!, 'polling'),
        rttMs: scenario.link.rttMs,
      })),
    }),
    load.call('measure', window),
    link.call('cost', window),
    othersIn(window, [server.pid, link.pid, load.pid]),
  ])
  return { startAtMs, window, feed, probesMs, loadWindow, linkCost, otherCpuShare }
}

async function othersIn({ fromMs, toMs }: Window, pids: readonly number[]): Promise<number | null> {
  await at(fromMs)
  const stop = startOtherProcesses(pids)
  await at(toMs)
  return stop()
}

/** How long the last events may take: a poll interval or three round trips, and a second. */
function drainMs({ options, link }: Scenario): number {
  return Math.max(options.pollIntervalMs, 3 * link.rttMs) + 1_000
}

function urlOf(port: number, path = ''): string {
  return `http://127.0.0.1:${port}/${path}`
}

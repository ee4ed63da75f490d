import { monotonicMs } from '../server/sources/clock.ts'
import { derive } from '../server/sources/random.ts'
import { at } from './at.ts'
import type { LinkReport } from './link/tally.ts'
import type { LoadClose, LoadWindow, Receipts } from './load-process.ts'
import { loneEndMs, loneOneWayMs, loneSubscriberOf, planLoneEvents } from './lone-messages.ts'
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
  /** What lone messages took one way during the warm-up, in milliseconds. */
  readonly loneMs: readonly Float64Array[]
  readonly setupBytes: readonly Books[]
  readonly loadWindow: LoadWindow
  readonly linkCost: LinkCost
  /** CPU time of others in the window as a share of a core; null where it can't be had. */
  readonly otherCpuShare: number | null
  readonly closed: readonly LoadClose[]
}

/** Where a slot's clients connect to, and those of lone messages. */
interface Network {
  readonly ports: readonly number[]
  readonly lonePorts: readonly number[]
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
  const subscribers = scenarios.map((scenario, index) =>
    subscriberOptionsOf(scenario, plan.transport, urlOf(network.ports[index]!), seed, plan.block),
  )
  const [setupBytes] = await Promise.all([
    load.call(
      'connect',
      scenarios.map(({ clients }, index) => ({ clients, subscriber: subscribers[index]! })),
    ),
    load.call(
      'connectLone',
      subscribers.map((subscriber, index) =>
        loneSubscriberOf(subscriber, urlOf(network.lonePorts[index]!), index),
      ),
    ),
  ])
  const course = await runWindow(slot, processes)
  const deadlineMs = course.window.toMs + Math.max(...scenarios.map(drainMs))
  const receipts = await load.call('drain', { sequence: course.feed.sequences.at(-1) ?? 0, deadlineMs })
  const links = await link.call('report', undefined)
  const closed = await load.call('close', undefined)
  await Promise.all([link.call('close', undefined), server.call('close', undefined)])
  return { ...course, receipts, ports: network.ports, links, setupBytes, closed }
}

/** Opens the server and, for each round trip, a link for the clients and one alike for lone messages. */
async function openNetwork(
  { scenarios, plan: { block } }: Slot,
  seed: number,
  { server, link }: Processes,
): Promise<Network> {
  const [first] = scenarios as readonly [Scenario, ...Scenario[]]
  const { port, lonePort } = await server.call('open', {
    app: appOptionsOf(first),
    source: sourceOptionsOf(first, seed, block),
  })
  const linksTo = (to: number) =>
    scenarios.map(({ link: { rttMs } }) => ({
      to: { host: '127.0.0.1', port: to },
      rttMs,
      seed: derive(seed, `link of block ${block}`),
    }))
  const ports = await link.call('open', linksTo(port))
  // A trial's ports carry what its ledger has and nothing else.
  return { ports, lonePorts: await link.call('open', linksTo(lonePort)) }
}

async function runWindow(
  { scenarios, plan: { transport } }: Slot,
  { server, link, load }: Processes,
): Promise<
  Pick<Recording, 'startAtMs' | 'window' | 'feed' | 'loneMs' | 'loadWindow' | 'linkCost' | 'otherCpuShare'>
> {
  const { durationMs } = scenarios[0]!
  const startAtMs = monotonicMs() + leadMs
  const fromMs = startAtMs + warmupMs
  const window = { fromMs, toMs: fromMs + durationMs }
  const loneEvents = planLoneEvents(transport, { fromMs: startAtMs, toMs: fromMs }, scenarios)
  const [feed, appendedMs, loneReceipts, loadWindow, linkCost, otherCpuShare] = await Promise.all([
    server.call('play', { startAtMs, endAtOffsetMs: warmupMs + durationMs, window }),
    server.call('appendLone', loneEvents),
    load.call('endLone', fromMs - loneEndMs),
    load.call('measure', window),
    link.call('cost', window),
    othersIn(window, [server.pid, link.pid, load.pid]),
  ])
  const loneMs = loneReceipts.map((receipts, index) =>
    loneOneWayMs(transport, { receipts, appendedMs, rttMs: scenarios[index]!.link.rttMs }),
  )
  return { startAtMs, window, feed, loneMs, loadWindow, linkCost, otherCpuShare }
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

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}/`
}

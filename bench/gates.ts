import { type TransportName, transportNames } from '../server/protocol.ts'
import type { LoadClose } from './load-process.ts'
import type { CompletedTrial, Scenario } from './report/types.ts'
import { closes } from './wire/books.ts'

/** The figures of a trial that its gates look at. */
type Facts = Omit<CompletedTrial, 'status' | 'startedAt' | 'valid' | 'warnings' | 'model'>

/** Why a trial may not be believed, and what a reader should know of it besides; one line each. */
export interface Doubts {
  readonly invalid: readonly string[]
  readonly notes: readonly string[]
}

const limits = {
  loadUtilization: 0.7,
  serverUtilization: 0.7,
  loadDelayMs: 20,
  feedLagMs: 5,
  /** How many of the events may be later than that: one in fifty, since a longer window meets more of what a machine does. */
  lateEventShare: 0.02,
  /** And none later than this. */
  feedDelayMs: 20,
  /** How far the link's median delay may be from what was asked. */
  linkMs: 0.5,
  /** How much of a core other processes may take. */
  otherCpuShare: 0.1,
  /** How much later than its model allows a poller's p99 may be. */
  pollMs: 2,
}

/** What a trial keeps no record of. */
export interface Evidence {
  readonly closed: LoadClose
  /** Of each event of the window, from when it was due to when it was appended. */
  readonly feedLagMs: ArrayLike<number>
}

/** Looks at a trial as a sceptic would: events, books, reconnects, and whether the bench itself kept up. */
export function findDoubts(
  facts: Facts,
  scenario: Scenario,
  transport: TransportName,
  { closed, feedLagMs }: Evidence,
): Doubts {
  const gates = [
    ...eventGates(facts),
    ...bookGates(facts, closed),
    ...connectionGates(closed, scenario, transport),
    ...loadGates(facts),
    ...feedGates(facts, feedLagMs),
    ...linkGates(facts),
    ...floorGates(facts, scenario, transport),
  ]
  const saturated = facts.server.eventLoopUtilization >= limits.serverUtilization
  const periodic = scenario.feed.arrivals === 'periodic'
  return {
    invalid: gates.filter(([broken]) => broken).map(([, line]) => line),
    notes: [
      ...(saturated
        ? [`server saturated: its event loop was busy for ${share(facts.server.eventLoopUtilization)}`]
        : []),
      ...(facts.stationarity.nonstationary ? [nonstationary(facts)] : []),
      ...(periodic ? ['periodic feed: a poller may lock phase with it, so its latency is luck'] : []),
    ],
  }
}

type Gate = readonly [broken: boolean, line: string]

function eventGates({ events }: Facts): Gate[] {
  return [
    [events.published === 0, 'no event fell into the window'],
    [events.lost > 0, `${events.lost} of ${events.expected} events had not come when the drain was over`],
    [events.duplicated > 0, `${events.duplicated} events came twice`],
    [events.reordered > 0, `${events.reordered} events came out of order`],
  ]
}

function bookGates({ bytes }: Facts, { discrepancies }: LoadClose): Gate[] {
  const [first, ...others] = discrepancies
  return [
    [!closes(bytes), 'the byte categories do not add up to the total'],
    [
      first !== undefined,
      `the books do not close: ${first}${others.length > 0 ? `, and ${others.length} more` : ''}`,
    ],
  ]
}

const open: ReadonlySet<TransportName> = new Set(transportNames.slice(2))

function connectionGates(
  { reconnects, gaps }: LoadClose,
  { options }: Scenario,
  transport: TransportName,
): Gate[] {
  const planned = options.streamAgeMs !== null && open.has(transport)
  return [
    [!planned && reconnects > 0, `${reconnects} reconnects that nobody planned`],
    [gaps > 0, `${gaps} gaps that nobody planned`],
  ]
}

function loadGates({ load, otherCpuShare }: Facts): Gate[] {
  const others = otherCpuShare ?? 0
  return [
    [
      load.eventLoopUtilization > limits.loadUtilization,
      `the load's event loop was busy for ${share(load.eventLoopUtilization)}`,
    ],
    [
      load.eventLoopDelayMaxMs > limits.loadDelayMs,
      `the load's event loop was late by ${load.eventLoopDelayMaxMs.toFixed(1)} ms`,
    ],
    [others > limits.otherCpuShare, `other processes took ${(others * 100).toFixed(0)} % of a core`],
  ]
}

/** A feed that is late because its server has too much to do is a result. */
function feedGates({ server }: Facts, feedLagMs: ArrayLike<number>): Gate[] {
  const lagsMs = Array.from(feedLagMs)
  const late = lagsMs.filter(lagMs => lagMs > limits.feedLagMs)
  const worstMs = Math.max(0, ...late)
  const tooMany = late.length > lagsMs.length * limits.lateEventShare
  const isSaturated = server.eventLoopUtilization >= limits.serverUtilization
  return [
    [
      !isSaturated && (tooMany || worstMs > limits.feedDelayMs),
      `the feed was late by up to ${worstMs.toFixed(1)} ms, ${late.length} of ${lagsMs.length} events by over ${limits.feedLagMs} ms, though the server was not saturated`,
    ],
  ]
}

function linkGates({ link }: Facts): Gate[] {
  const { min, p50 } = link.achievedMs
  const offMs = (p50 ?? link.askedMs) - link.askedMs
  return [
    [Math.abs(offMs) > limits.linkMs, `the link’s delay was off by ${offMs.toFixed(2)} ms at p50`],
    [(min ?? link.askedMs) < link.askedMs, `the link let something out before its ${link.askedMs} ms`],
  ]
}

/** Nothing is faster than the network, and a poll at its rate finds everything older than an interval. */
function floorGates({ latencyMs, link }: Facts, { options }: Scenario, transport: TransportName): Gate[] {
  const earlyMs = link.askedMs - (latencyMs.min ?? link.askedMs)
  const intervalMs = options.pollIntervalMs + (options.pollPace === 'pause' ? 2 * link.askedMs : 0)
  const ceilingMs = (link.achievedMs.p50 ?? link.askedMs) + intervalMs + limits.pollMs
  const p99Ms = latencyMs.p99 ?? 0
  const isLate = transport === 'polling' && options.batch === 'all' && p99Ms > ceilingMs
  return [
    [earlyMs > 0, `an event came ${earlyMs.toFixed(3)} ms sooner than the network can bring it`],
    [isLate, `polling’s p99 was ${p99Ms.toFixed(1)} ms, over the ${ceilingMs.toFixed(1)} ms of its interval`],
  ]
}

function nonstationary({ stationarity: { settledAfterMs, trendMs }, warmupMs }: Facts): string {
  const parts = [
    ...(settledAfterMs === null ? ['it never settled'] : []),
    ...(settledAfterMs !== null && settledAfterMs > warmupMs
      ? [`it settled after ${settledAfterMs.toFixed(0)} ms, with a warm-up of ${warmupMs} ms`]
      : []),
    ...(trendMs === null ? [] : [`a trend of ${trendMs.toFixed(1)} ms over the window`]),
  ]
  return `nonstationary: ${parts.join(', ')}`
}

function share(utilization: number): string {
  return `${(utilization * 100).toFixed(0)} % of the window`
}

import { type TransportName, transportNames } from '../server/protocol.ts'
import type { LoadClose } from './load-process.ts'
import type { CompletedTrial, Scenario } from './report/types.ts'
import { closes } from './wire/books.ts'

/** The figures of a trial that its gates look at. */
type Facts = Omit<CompletedTrial, 'status' | 'startedAt' | 'valid' | 'warnings'>

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
}

/** Looks at a trial as a sceptic would: events, books, reconnects, and whether the bench itself kept up. */
export function findDoubts(
  facts: Facts,
  scenario: Scenario,
  transport: TransportName,
  closed: LoadClose,
): Doubts {
  const gates = [
    ...eventGates(facts, scenario, transport),
    ...bookGates(facts, closed),
    ...connectionGates(closed, scenario, transport),
    ...loadGates(facts),
  ]
  const saturated = facts.server.eventLoopUtilization >= limits.serverUtilization
  const periodic = scenario.feed.arrivals === 'periodic'
  return {
    invalid: gates.filter(([broken]) => broken).map(([, line]) => line),
    notes: [
      ...(saturated
        ? [`server saturated: its event loop was busy for ${share(facts.server.eventLoopUtilization)}`]
        : []),
      ...(periodic ? ['periodic feed: a poller may lock phase with it, so its latency is luck'] : []),
    ],
  }
}

type Gate = readonly [broken: boolean, line: string]

function eventGates({ events }: Facts, { options }: Scenario, transport: TransportName): Gate[] {
  // A poller that reads only the latest value leaves the others out on purpose.
  const readsAll = !(transport === 'polling' && options.pollReads === 'latest')
  return [
    [events.published === 0, 'no event fell into the window'],
    [readsAll && events.lost > 0, `${events.lost} of ${events.expected} events did not come`],
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

function loadGates({ load, server, feedLagMs, latencyMs }: Facts): Gate[] {
  const lagMs = feedLagMs.max ?? 0
  return [
    [
      load.eventLoopUtilization > limits.loadUtilization,
      `the load's event loop was busy for ${share(load.eventLoopUtilization)}`,
    ],
    [
      load.eventLoopDelayMaxMs > limits.loadDelayMs,
      `the load's event loop was late by ${load.eventLoopDelayMaxMs.toFixed(1)} ms`,
    ],
    [
      lagMs > limits.feedLagMs && server.eventLoopUtilization < limits.serverUtilization,
      `the feed was late by ${lagMs.toFixed(1)} ms though the server was not saturated`,
    ],
    [(latencyMs.min ?? 0) < 0, `an event came ${(-(latencyMs.min ?? 0)).toFixed(3)} ms before it was due`],
  ]
}

function share(utilization: number): string {
  return `${(utilization * 100).toFixed(0)} % of the window`
}

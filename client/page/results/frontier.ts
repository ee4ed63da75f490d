import type { Estimate, Report, Scenario, Summary } from '../../../bench/report/types.ts'
import { floorMs, type Parameters } from '../../../bench/theory/closed-form/parameters.ts'
import { cycleMs } from '../../../bench/theory/closed-form/polling.ts'
import { closedForms } from '../../../bench/theory/closed-form.ts'
import type { TransportName } from '../../../server/protocol.ts'
import { pollingParameters } from './achieved.ts'

/** What a client pays, of which the frontier shows one at a time. */
export const costNames = [
  'requestsPerMinute',
  'requestsPerEvent',
  'headBytesPerEvent',
  'headBytesPerMinute',
  'overheadBytesPerEvent',
] as const
export type CostName = (typeof costNames)[number]

/** A cell's place on the frontier; latencies in milliseconds. */
export interface FrontierPoint {
  readonly scenario: string
  readonly rttMs: number
  readonly transport: TransportName
  readonly cost: Estimate
  readonly p50Ms: Estimate
  readonly p99Ms: Estimate
  /** Receipts behind the percentiles, and the independent events among them. */
  readonly n: number
  readonly independent: number
}

/** Where theory has a poller of one interval. */
export interface CurvePoint {
  readonly intervalMs: number
  readonly cost: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** A scenario's poller over all intervals, by the closed form at the rate, delay and sizes that the run achieved. */
export interface FrontierCurve {
  readonly scenario: string
  readonly rttMs: number
  readonly points: readonly CurvePoint[]
}

/** What the frontier is drawn from. */
export interface Frontier {
  readonly points: readonly FrontierPoint[]
  readonly curves: readonly FrontierCurve[]
}

interface Cost {
  /** `perMinute`: events for each client and minute. */
  readonly measured: (summary: Summary, perMinute: number) => Estimate
  readonly predicted: (parameters: Parameters) => number | null
}

const costs: Readonly<Record<CostName, Cost>> = {
  requestsPerMinute: {
    measured: summary => summary.requestsPerClientPerMinute,
    predicted: parameters => 60_000 / cycleMs(parameters),
  },
  requestsPerEvent: {
    measured: (summary, perMinute) => scaled(summary.requestsPerClientPerMinute, 1 / perMinute),
    predicted: parameters => 1_000 / (cycleMs(parameters) * parameters.eventsPerSecond),
  },
  headBytesPerEvent: { measured: summary => summary.headBytesPerEvent, predicted: headBytes },
  headBytesPerMinute: {
    measured: (summary, perMinute) => scaled(summary.headBytesPerEvent, perMinute),
    predicted: parameters => times(headBytes(parameters), parameters.eventsPerSecond * 60),
  },
  overheadBytesPerEvent: {
    measured: summary => summary.overheadBytesPerEvent,
    predicted(parameters) {
      const { framingBytesPerEvent, envelopeBytesPerEvent } = closedForms.polling(parameters)
      return sum(headBytes(parameters), ...both(framingBytesPerEvent), ...both(envelopeBytesPerEvent))
    },
  },
}

/** The frontier of some of a report's scenarios. */
export function frontierOf(report: Report, names: readonly string[], cost: CostName): Frontier {
  const scenarios = report.scenarios.filter(({ name }) => names.includes(name))
  return {
    points: scenarios.flatMap(scenario => pointsOf(report, scenario, costs[cost])),
    curves: scenarios.flatMap(scenario => curveOf(report, scenario, costs[cost])),
  }
}

function pointsOf(report: Report, scenario: Scenario, { measured }: Cost): readonly FrontierPoint[] {
  const perMinute = eventsPerMinute(report, scenario)
  return scenario.transports.flatMap(transport => {
    const cell = report.summary.find(each => each.scenario === scenario.name && each.transport === transport)
    if (cell === undefined || cell.latencyMs.p50.median === null) return []
    const { p50: p50Ms, p99: p99Ms, count: n, independent } = cell.latencyMs
    const { name, link } = scenario
    const place = { scenario: name, rttMs: link.rttMs, transport, p50Ms, p99Ms, n, independent }
    return [{ ...place, cost: measured(cell, perMinute) }]
  })
}

/** From a twentieth of the run's interval to twenty times it, but no shorter than an answer takes. */
const reach = 20
const steps = 48

function curveOf(report: Report, scenario: Scenario, { predicted }: Cost): readonly FrontierCurve[] {
  const measured = pollingParameters(report, scenario)
  if (measured === null) return []
  const { pollIntervalMs } = measured
  const least = Math.max(pollIntervalMs / reach, 2 * floorMs(measured), 1)
  const most = Math.max(pollIntervalMs * reach, least)
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const intervalMs = least * (most / least) ** (step / steps)
    return curvePoint({ ...measured, pollIntervalMs: intervalMs }, predicted)
  })
  const known = points.filter(point => point !== null)
  const { name, link } = scenario
  return known.length === 0 ? [] : [{ scenario: name, rttMs: link.rttMs, points: known }]
}

function curvePoint(parameters: Parameters, predicted: Cost['predicted']): CurvePoint | null {
  const { p50: p50Ms, p99: p99Ms } = closedForms.polling(parameters).latencyMs
  const cost = predicted(parameters)
  if (p50Ms === null || p99Ms === null || cost === null || !(cost > 0)) return null
  return { intervalMs: parameters.pollIntervalMs, cost, p50Ms, p99Ms }
}

/** Events for each client and minute, as they were published in the windows. */
export function eventsPerMinute({ trials }: Report, { name, feed }: Scenario): number {
  let events = 0
  let minutes = 0
  for (const trial of trials) {
    if (trial.scenario !== name || trial.status !== 'completed' || !trial.valid) continue
    events += trial.events.published
    minutes += trial.measuredMs / 60_000
  }
  return events > 0 && minutes > 0 ? events / minutes : feed.eventsPerSecond * 60
}

function headBytes(parameters: Parameters): number | null {
  return sum(...both(closedForms.polling(parameters).headBytesPerEvent))
}

const both = ({ up, down }: { readonly up: number | null; readonly down: number | null }) => [up, down]

function sum(...values: readonly (number | null)[]): number | null {
  return values.reduce((total, value) => (total === null || value === null ? null : total + value), 0)
}

const times = (value: number | null, factor: number) => (value === null ? null : value * factor)

/** An estimate in another unit. */
function scaled({ median, low, high }: Estimate, factor: number): Estimate {
  return { median: times(median, factor), low: times(low, factor), high: times(high, factor) }
}

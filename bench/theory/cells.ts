import type { TransportName } from '../../server/protocol.ts'
import type { GroupPlace, Scenario, Summary, TheoryRow, Trial } from '../report/types.ts'
import { closedForms } from './closed-form.ts'
import { explainRows } from './explanation.ts'
import { type Achieved, parametersOf } from './from-scenario.ts'
import { type Crowd, oneWayMsOf, serviceOf } from './service.ts'
import { theoryRows } from './theory-rows.ts'

type Counted = Extract<Trial, { status: 'completed' }>

/**
 * The closed form beside each cell of a scenario, at the rate, delay and head sizes that its trials achieved; `place`
 * is its place among those that ran at once.
 */
export function theoryOf(
  scenario: Scenario,
  trials: readonly Trial[],
  summaries: readonly Summary[],
  place: GroupPlace,
): readonly TheoryRow[] {
  return summaries.flatMap(summary => {
    const counted = trials.filter(
      (trial): trial is Counted =>
        trial.status === 'completed' &&
        trial.valid &&
        !trial.control &&
        trial.transport === summary.transport,
    )
    if (counted.length === 0) return []
    const { transport } = summary
    const parameters = parametersOf(
      scenario,
      transport,
      achievedBy(counted, transport, { clients: scenario.clients, ...place }),
    )
    const rows = theoryRows(summary, closedForms[transport](parameters), scenario)
    return explainRows(rows, trials, scenario, place)
  })
}

function achievedBy(trials: readonly Counted[], transport: TransportName, crowd: Crowd): Achieved {
  const sum = (of: (trial: Counted) => number) => trials.reduce((total, trial) => total + of(trial), 0)
  const mean = (of: (trial: Counted) => number) => meanOf(trials.map(of))
  const requests = sum(trial => trial.requests.sent)
  const responseHeadBytes = sum(trial => trial.windowBytes.down.head) / Math.max(1, requests)
  const services = trials.map(trial => serviceOf(trial, transport, crowd))
  return {
    oneWayMs: mean(oneWayMsOf),
    aheadMs: meanOf(services.map(({ aheadMs }) => aheadMs)),
    serviceMs: meanOf(services.map(({ meanMs }) => meanMs)) + mean(({ feedLagMs }) => feedLagMs.p50 ?? 0),
    spreadMs: Math.hypot(meanOf(services.map(({ spreadMs }) => spreadMs)), ...scatterMs(trials)),
    eventsPerSecond: sum(({ events }) => events.published) / (sum(({ measuredMs }) => measuredMs) / 1_000),
    requestHeadBytes: sum(trial => trial.windowBytes.up.head) / Math.max(1, requests),
    // As they came, 200 and 204 together.
    responseHeadBytes,
    emptyResponseHeadBytes: responseHeadBytes,
    payloadBytes:
      sum(trial => trial.windowBytes.down.payload) /
      Math.max(
        1,
        sum(({ events }) => events.received),
      ),
    cursorBytes: cursorBytes(trials),
  }
}

/**
 * How far the feed's lag and a lone message's way scatter, each as the width of a uniform variable, in the middle of the
 * trials: its p90 is 0.4 of it over its p50, and n of its values span (n − 1)/(n + 1) of it.
 */
function scatterMs(trials: readonly Counted[]): readonly number[] {
  const between = (low: number | null, high: number | null) =>
    low === null || high === null ? 0 : high - low
  return [
    middleOf(trials.map(({ feedLagMs: { p50, p90 } }) => between(p50, p90) / 0.4)),
    middleOf(
      trials.map(({ link: { loneMs } }) => {
        const { count, min, max } = loneMs
        return count < 2 ? 0 : (between(min, max) * (count + 1)) / (count - 1)
      }),
    ),
  ]
}

/** The lower of the two middle ones where there are two. */
function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1]!
}

function meanOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}

/** Eight characters of epoch, a full stop and the digits of a sequence, which a short run keeps few. */
function cursorBytes(trials: readonly Counted[]): number {
  const digits = trials.flatMap(({ events: { published }, warmupMs, measuredMs }) => {
    const before = Math.round((published * warmupMs) / measuredMs)
    return Array.from({ length: published }, (_, index) => String(before + index + 1).length)
  })
  return 9 + (digits.length === 0 ? 1 : meanOf(digits))
}

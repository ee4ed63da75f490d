import type { CompletedTrial, Report, Scenario, Trial } from '../../../bench/report/types.ts'
import type { Parameters } from '../../../bench/theory/closed-form/parameters.ts'
import { cycleMs } from '../../../bench/theory/closed-form/polling.ts'
import { parametersOf } from '../../../bench/theory/from-scenario.ts'

type Counted = Extract<Trial, CompletedTrial>

/**
 * The closed form's parameters for a scenario's poller: rate and sizes as its valid trials had them, and what a delivery
 * takes at the least as the report's own closed form has it, or half the round trip; null without such a trial.
 */
export function pollingParameters(report: Report, scenario: Scenario): Parameters | null {
  const counted = report.trials.filter(
    (trial): trial is Counted =>
      trial.status === 'completed' &&
      trial.valid &&
      !trial.control &&
      trial.scenario === scenario.name &&
      trial.transport === 'polling',
  )
  const sum = (of: (trial: Counted) => number) => counted.reduce((total, trial) => total + of(trial), 0)
  const requests = sum(({ requests: { sent } }) => sent)
  const received = sum(({ events }) => events.received)
  const seconds = sum(({ measuredMs }) => measuredMs) / 1_000
  const published = sum(({ events }) => events.published)
  if (requests === 0 || received === 0 || seconds === 0 || published === 0) return null
  const responseHeadBytes = sum(trial => trial.windowBytes.down.head) / requests
  const parameters = parametersOf(scenario, 'polling', {
    oneWayMs: scenario.link.rttMs / 2,
    aheadMs: 0,
    serviceMs: 0,
    spreadMs: 0,
    eventsPerSecond: published / seconds,
    requestHeadBytes: sum(trial => trial.windowBytes.up.head) / requests,
    responseHeadBytes,
    emptyResponseHeadBytes: responseHeadBytes,
    payloadBytes: sum(trial => trial.windowBytes.down.payload) / received,
    cursorBytes: 9 + Math.ceil(Math.log10(published / counted.length + 1)),
  })
  return { ...parameters, serviceMs: serviceMs(report, scenario, parameters) }
}

/** With every event and random phases p50 is d + service + C/2, so the report's own prediction has the service in it. */
function serviceMs({ theory }: Report, { name }: Scenario, parameters: Parameters): number {
  const row = theory.find(
    ({ scenario, transport, quantity }) =>
      scenario === name && transport === 'polling' && quantity === 'latencyMs.p50',
  )
  if (row === undefined || parameters.take !== 'all') return 0
  return Math.max(0, row.predicted - cycleMs(parameters) / 2 - parameters.oneWayMs)
}

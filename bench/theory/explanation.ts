import type { GroupPlace, ModelFigure, Scenario, TheoryRow, Trial } from '../report/types.ts'
import { type CountedTrial, countedTrials } from '../statistics/selection.ts'
import { cellCauses } from './explanation/cell-causes.ts'
import { isBusyTimeMissing } from './explanation/delays.ts'
import { type Cause, excessOf, type Facts } from './explanation/facts.ts'
import { trialCauses } from './explanation/trial-causes.ts'
import { knowsBusyTime } from './explanation/turns.ts'
import { excess } from './explanation/words.ts'
import { type Service, serviceOf } from './service.ts'

/** How an explanation begins where no cause holds. */
export const unexplained = 'not explained'

/**
 * Rows of a scenario with what their own trials say of those that differ, and null for those that agree; `place` is
 * its place among those that ran at once.
 */
export function explainRows(
  rows: readonly TheoryRow[],
  trials: readonly Trial[],
  scenario: Scenario,
  place: GroupPlace,
): readonly TheoryRow[] {
  return rows.map(row => {
    if (row.agrees || row.scenario !== scenario.name) return row
    const selection = { scenario: scenario.name, transport: row.transport, control: false }
    const counted = [...countedTrials(trials, selection).values()]
    const { transport, quantity, predicted, tolerance } = row
    const measured = row.measured.median
    if (counted.length === 0 || measured === null) return row
    const cell = { scenario, transport, ...place, quantity, predicted, measured, tolerance, trials: counted }
    const predictedMeanMs = rows.find(other => isMeanOf(other, row))?.predicted ?? null
    const service = meanService(counted, scenario, place)
    return { ...row, explanation: explain({ ...cell, predictedMeanMs, service }, cellCauses).text }
  })
}

function isMeanOf(other: TheoryRow, { scenario, transport }: TheoryRow): boolean {
  return other.scenario === scenario && other.transport === transport && other.quantity === 'latencyMs.mean'
}

/**
 * What the trials that are not as the model has them say of it, each cause with how many of all: `2 of 7, another
 * poll: …`, with the figures of the one furthest off; null where all agree.
 */
export function explainModel(
  trials: readonly CountedTrial[],
  quantity: string,
  scenario: Scenario,
  place: GroupPlace,
): string | null {
  const judged = trials.flatMap(trial => {
    const figure = trial.model[quantity]
    return figure ? [{ trial, figure }] : []
  })
  const told = judged
    .filter(({ figure }) => !figure.agrees)
    .map(({ trial, figure }) => factsOf(trial, figure, quantity, scenario, place))
    .toSorted((a, b) => Math.abs(excessOf(b)) - Math.abs(excessOf(a)))
    .map(facts => explain(facts, trialCauses))
  const names = [...new Set(told.map(({ name }) => name))]
  const parts = names.map(name => {
    const same = told.filter(each => each.name === name)
    return `${same.length} of ${judged.length}, ${same[0]!.text}${same.length > 1 ? ' (the furthest off)' : ''}`
  })
  return parts.length === 0 ? null : parts.join('. ')
}

function factsOf(
  trial: CountedTrial,
  { predicted, measured, tolerance }: ModelFigure,
  quantity: string,
  scenario: Scenario,
  place: GroupPlace,
): Facts {
  const { transport } = trial
  const predictedMeanMs = trial.model['latencyMs.mean']?.predicted ?? null
  const known = meanService([trial], scenario, place)
  // The model gives every delivery the mean.
  const service = known && { ...known, spreadMs: 0 }
  const figures = { quantity, predicted, measured, tolerance, predictedMeanMs, service }
  return { scenario, transport, ...place, trials: [trial], ...figures }
}

function explain(facts: Facts, causes: readonly Cause[]): { readonly name: string; readonly text: string } {
  const cause = causes.find(({ holds }) => holds(facts))
  if (cause) return { name: cause.name, text: `${cause.name}: ${cause.text(facts)}` }
  const why = isBusyTimeMissing(facts)
    ? 'the report is from before the processes’ busy time was kept whole'
    : 'a finding or a fault of the bench'
  return { name: unexplained, text: `${unexplained}: ${excess(facts)}, ${why}` }
}

/** The mean of the trials' service; null where a report does not hold what it is made from. */
function meanService(
  trials: readonly CountedTrial[],
  { clients }: Scenario,
  place: GroupPlace,
): Service | null {
  if (!trials.every(knowsBusyTime)) return null
  const services = trials.map(trial => serviceOf(trial, trial.transport, { clients, ...place }))
  const mean = (of: (service: Service) => number) =>
    services.reduce((sum, service) => sum + of(service), 0) / services.length
  return {
    aheadMs: mean(({ aheadMs }) => aheadMs),
    meanMs: mean(({ meanMs }) => meanMs),
    spreadMs: mean(({ spreadMs }) => spreadMs),
  }
}

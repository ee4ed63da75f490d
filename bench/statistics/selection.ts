import type { TransportName } from '../../server/protocol.ts'
import type { CompletedTrial, Trial, TrialPlan } from '../report/types.ts'

/** A trial whose figures count: it completed and is valid. */
export type CountedTrial = TrialPlan & CompletedTrial

/** Which trials of a scenario to take: one transport's, and its controls or the others. */
export interface Selection {
  readonly scenario: string
  readonly transport: TransportName
  readonly control: boolean
}

/** The trials that count, by block: of each block's attempts the last valid one. */
export function countedTrials(trials: readonly Trial[], selection: Selection): Map<number, CountedTrial> {
  const byBlock = new Map<number, CountedTrial>()
  for (const trial of trials) {
    if (!isSelected(trial, selection) || trial.status !== 'completed' || !trial.valid) continue
    const earlier = byBlock.get(trial.block)
    if (earlier === undefined || trial.attempt >= earlier.attempt) byBlock.set(trial.block, trial)
  }
  return byBlock
}

function isSelected(trial: TrialPlan, { scenario, transport, control }: Selection): boolean {
  return trial.scenario === scenario && trial.transport === transport && trial.control === control
}

import { derive } from '../server/sources/random.ts'
import type { Progress } from './progress.ts'
import { untilQuiet } from './quiet.ts'
import type { Environment } from './report/types.ts'
import { type Mode, type Report, type Scenario, schema, type Trial, type TrialPlan } from './report/types.ts'
import { compareTransports } from './statistics/compare.ts'
import { summariseControls } from './statistics/control.ts'
import { evaluate, type ParsedExpectation } from './statistics/expectation.ts'
import { planBlocks } from './statistics/order.ts'
import { summarise } from './statistics/summary.ts'
import { runTrial } from './trial.ts'

/** What a run is going to do, all of it fixed before the first trial. */
export interface RunPlan {
  readonly command: string
  readonly createdAt: string
  readonly seed: number
  readonly mode: Mode
  readonly environment: Environment
  readonly scenarios: readonly Scenario[]
  readonly expectations: readonly ParsedExpectation[]
}

/** What a run is given besides its plan. */
export interface RunOptions {
  readonly signal: AbortSignal
  readonly progress: Progress
  /** Keeps the report as it stands; called with the plan before the first trial and after every one. */
  readonly save: (report: Report) => Promise<void>
}

/** The trials of a plan in the order in which they run. */
export function planTrials({ scenarios, seed }: Pick<RunPlan, 'scenarios' | 'seed'>): TrialPlan[] {
  return scenarios.flatMap(({ name, transports, blocks }) =>
    planBlocks({ transports, blocks, seed: derive(seed, `order of ${name}`), control: true }).map(slot => ({
      scenario: name,
      ...slot,
      attempt: 1,
    })),
  )
}

/** Runs a plan, trial by trial; an invalid one is run again at the end. An abort ends it with what is finished. */
export async function runPlan(plan: RunPlan, { signal, progress, save }: RunOptions): Promise<Report> {
  const slots = planTrials(plan)
  const scenarioOf = new Map(plan.scenarios.map(scenario => [scenario.name, scenario]))
  const trials: Trial[] = []
  const report = (status: Report['status']) => assemble(plan, slots.length, trials, status)
  await save(report('running'))

  const runOne = async (index: number, slot: TrialPlan): Promise<void> => {
    const scenario = scenarioOf.get(slot.scenario)!
    progress.start(index, slots.length, slot, scenario.blocks)
    const trial = await runTrial(scenario, slot, plan.seed, signal)
    progress.finish(trial)
    trials.push(trial)
    await save(report('running'))
  }

  try {
    for (const [index, slot] of slots.entries()) await runOne(index, slot)
    let left = rerunsFor(slots.length)
    for (let attempt = 2; attempt <= maxAttempts && left > 0; attempt += 1) {
      const again = slots
        .filter(slot => !trials.some(trial => trial.valid && isRunOf(trial, slot)))
        .slice(0, left)
      left -= again.length
      for (const slot of again) {
        await untilQuiet(signal)
        await runOne(slots.indexOf(slot), { ...slot, attempt })
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
    progress.done()
    return report('interrupted')
  }
  progress.done()
  return report(hasEnoughTrials(plan, trials) ? 'completed' : 'failed')
}

/**
 * An invalid trial is run again after the last block and not at once: what disturbed it is gone by then, if it goes
 * at all. A second rerun and a bound on all of them keep a run on a busy machine both useful and short.
 */
const maxAttempts = 3

function rerunsFor(plannedTrials: number): number {
  return Math.max(4, Math.ceil(plannedTrials / 4))
}

/** Whether a trial is a run of this slot, whatever its attempt. */
function isRunOf(trial: Trial, { scenario, block, position }: TrialPlan): boolean {
  return trial.scenario === scenario && trial.block === block && trial.position === position
}

/** Everything that follows from a plan and its trials so far. */
export function assemble(
  plan: RunPlan,
  plannedTrials: number,
  trials: readonly Trial[],
  status: Report['status'],
): Report {
  const { expectations, ...rest } = plan
  const cells = plan.scenarios.map(scenario => {
    const own = trials.filter(trial => trial.scenario === scenario.name)
    const summary = summarise(scenario, own)
    const controls = summariseControls(scenario, own)
    return { summary, controls, comparisons: compareTransports(scenario, own, summary, controls) }
  })
  const summary = cells.flatMap(cell => cell.summary)
  return {
    schema,
    ...rest,
    status,
    plannedTrials,
    trials,
    summary,
    comparisons: cells.flatMap(cell => cell.comparisons),
    expectations: expectations.map(expectation => evaluate(expectation, summary)),
    theory: [],
    floors: [],
    yardsticks: [],
    controls: cells.flatMap(cell => cell.controls),
    capacity: [],
    claims: [],
  }
}

/** Whether every cell has as many valid trials as blocks. */
function hasEnoughTrials({ scenarios }: RunPlan, trials: readonly Trial[]): boolean {
  return scenarios.every(({ name, transports, blocks }) =>
    transports.every(transport => {
      const valid = trials.filter(
        trial => trial.scenario === name && trial.transport === transport && !trial.control && trial.valid,
      )
      return valid.length >= blocks
    }),
  )
}

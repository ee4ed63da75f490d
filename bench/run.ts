import { derive } from '../server/sources/random.ts'
import { ProcessError } from './processes.ts'
import type { Progress } from './progress.ts'
import { untilQuiet } from './quiet.ts'
import type { Environment } from './report/types.ts'
import { type Mode, type Report, type Scenario, schema, type Trial, type TrialPlan } from './report/types.ts'
import type { Slot } from './slot.ts'
import { compareTransports } from './statistics/compare.ts'
import { summariseControls } from './statistics/control.ts'
import { evaluate, type ParsedExpectation } from './statistics/expectation.ts'
import { planBlocks } from './statistics/order.ts'
import { summarise } from './statistics/summary.ts'
import { measureSurroundings, noSurroundings, type Surroundings } from './surroundings.ts'
import { theoryOf } from './theory/cells.ts'
import { placeOf } from './theory/from-scenario.ts'
import { runSlot } from './trial.ts'

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

/** The slots of a plan in the order in which they run; each gives a trial for every scenario of its experiment. */
export function planSlots({ scenarios, seed }: Pick<RunPlan, 'scenarios' | 'seed'>): Slot[] {
  const experiments = new Map<string, Scenario[]>()
  for (const scenario of scenarios) {
    experiments.set(scenario.experiment, [...(experiments.get(scenario.experiment) ?? []), scenario])
  }
  return [...experiments].flatMap(([name, together]) => {
    const { transports, blocks } = together[0]!
    const order = planBlocks({ transports, blocks, seed: derive(seed, `order of ${name}`), control: true })
    return order.map(slot => ({ scenarios: together, plan: { ...slot, attempt: 1 } }))
  })
}

/**
 * Runs a plan, slot by slot; one with an invalid trial is run again at the end. An abort ends it with what is finished,
 * and so does a process that ends outside of a trial, with its reason. Rejects where the report can't be saved.
 */
export async function runPlan(plan: RunPlan, { signal, progress, save }: RunOptions): Promise<Report> {
  const slots = planSlots(plan)
  const planned = slots.reduce((sum, slot) => sum + slot.scenarios.length, 0)
  const trials: Trial[] = []
  let surroundings = noSurroundings
  let started = 0
  let expected = slots.length
  const report = (status: Report['status'], reason?: string): Report => {
    const assembled = assemble(plan, planned, trials, surroundings, status)
    return reason === undefined ? assembled : { ...assembled, reason }
  }
  await save(report('running'))

  const runOne = async (slot: Slot): Promise<void> => {
    progress.start(started, expected, slot)
    started += 1
    const finished = await runSlot(slot, plan.seed, signal)
    progress.finish(finished)
    trials.push(...finished)
    await save(report('running'))
  }

  try {
    if (plan.mode === 'full') {
      surroundings = await measureSurroundings({ seed: plan.seed, signal, progress: progress.say })
      await save(report('running'))
    }
    for (const slot of slots) await runOne(slot)
    let left = rerunsFor(slots.length)
    for (let attempt = 2; attempt <= maxAttempts && left > 0; attempt += 1) {
      // A control is the first to be gone without: no cell's figures are made from it.
      const again = slots
        .filter(slot => !isSound(slot, trials))
        .toSorted((a, b) => Number(a.plan.control) - Number(b.plan.control))
        .slice(0, left)
      left -= again.length
      expected += again.length
      for (const slot of again) {
        await untilQuiet(signal)
        await runOne({ ...slot, plan: { ...slot.plan, attempt } })
      }
    }
  } catch (error) {
    progress.done()
    if (signal.aborted) return report('interrupted')
    if (error instanceof ProcessError) return report('failed', error.message)
    throw error
  }
  progress.done()
  return report(hasEnoughTrials(plan, trials) ? 'completed' : 'failed')
}

/**
 * An invalid trial is run again after the last block and not at once: what disturbed it is gone by then, if it goes
 * at all. A second rerun and a bound on all of them keep a run on a busy machine both useful and short.
 */
const maxAttempts = 3

function rerunsFor(plannedSlots: number): number {
  return Math.max(4, Math.ceil(plannedSlots / 6))
}

/** Whether every scenario of a slot has a valid trial. */
function isSound({ scenarios, plan }: Slot, trials: readonly Trial[]): boolean {
  return scenarios.every(({ name }) =>
    trials.some(trial => trial.valid && trial.scenario === name && isPlaceOf(trial, plan)),
  )
}

type Place = Pick<TrialPlan, 'block' | 'position' | 'transport'>

function isPlaceOf(a: Place, b: Place): boolean {
  return a.block === b.block && a.position === b.position && a.transport === b.transport
}

/** Everything that follows from a plan and its trials so far. */
export function assemble(
  plan: RunPlan,
  plannedTrials: number,
  trials: readonly Trial[],
  surroundings: Surroundings,
  status: Report['status'],
): Report {
  const { expectations, ...rest } = plan
  const cells = plan.scenarios.map(scenario => {
    const own = trials.filter(trial => trial.scenario === scenario.name)
    const summary = summarise(scenario, own)
    const controls = summariseControls(scenario, own)
    return {
      summary,
      controls,
      comparisons: compareTransports(scenario, own, summary, controls),
      theory: theoryOf(scenario, own, summary, placeOf(plan.scenarios, scenario)),
    }
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
    theory: cells.flatMap(cell => cell.theory),
    ...surroundings,
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

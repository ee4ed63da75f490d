import { describeEnvironment } from '../environment.ts'
import type { PartContext, PartRun } from './part.ts'
import { type PartName, partOf } from './parts.ts'

/** What a run does, and with what. */
export interface LimitsRun {
  readonly names: readonly PartName[]
  readonly context: PartContext
  /** What repeats one part. */
  readonly commandOf: (name: PartName) => string
  /** Hears of every part that is further. */
  readonly save: (name: PartName, current: PartRun<unknown>) => Promise<void>
}

/**
 * Runs parts one after the other. One that fails is told in its place, and the next begins; an abort ends the run with
 * what is finished.
 */
export async function runLimits(run: LimitsRun): Promise<void> {
  for (const name of run.names) {
    if (run.context.signal.aborted) break
    await runPart(name, run)
  }
}

async function runPart(name: PartName, { context, commandOf, save }: LimitsRun): Promise<void> {
  const part = partOf(name)
  let current: PartRun<unknown> = {
    startedAt: new Date().toISOString(),
    command: commandOf(name),
    environment: describeEnvironment(),
    scale: context.scale,
    status: 'running',
    reason: null,
    figures: null,
    shortfalls: [],
  }
  // A disk that can't be written ends the run; what a part fails at is part of the report.
  await save(name, current)
  const ending = new AbortController()
  try {
    const signal = AbortSignal.any([context.signal, ending.signal])
    const figures = await part.find({ ...context, signal }, async soFar => {
      current = { ...current, figures: soFar }
      await save(name, current)
    })
    const shortfalls = context.scale < 1 ? [] : part.shortfalls(figures)
    current = { ...current, status: 'completed', figures, shortfalls }
  } catch (error) {
    const { aborted } = context.signal
    const reason = aborted ? null : (error as Error).message
    current = { ...current, status: aborted ? 'interrupted' : 'failed', reason }
  } finally {
    // No process outlives its part, whatever the part failed at.
    ending.abort()
  }
  await save(name, current)
}

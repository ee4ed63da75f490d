import { join } from 'node:path'
import { UsageError } from '../../server/flags.ts'
import { onFirstSignal } from '../../server/signals.ts'
import { createProgress } from '../progress.ts'
import { exitStatus } from '../status.ts'
import { type LimitsAsked, limitsHelp, readLimitsCommand, repeatCommand } from './options.ts'
import type { PartRun } from './part.ts'
import { limitsMarkdown } from './report.ts'
import { runLimits } from './run.ts'
import { readLimitsReport, savePart } from './store.ts'

async function main(args: readonly string[]): Promise<number> {
  const command = readLimitsCommand(args)
  if (command.action === 'run') return await run(command)
  console.log(limitsHelp)
  return exitStatus.ok
}

/** Runs what was asked for, keeps what is finished, however it ends, and says what is wrong. */
async function run(asked: LimitsAsked): Promise<number> {
  const { names, directory, seed, scale, transports } = asked
  // What must not be written over is told before anything runs.
  await readLimitsReport(directory)
  const progress = createProgress(process.stderr)
  const ending = new AbortController()
  onFirstSignal(() => ending.abort())
  await runLimits({
    names,
    context: { seed, scale, transports, signal: ending.signal, say: progress.say },
    commandOf: name => repeatCommand(name, asked),
    save: (name, current) => savePart(directory, name, current),
  }).finally(progress.done)
  const report = await readLimitsReport(directory)
  console.log(limitsMarkdown(report))
  console.log(`${join(directory, 'report.md')}, with report.json beside it`)
  const runs = names.map(name => report.parts[name] as PartRun<unknown> | undefined)
  for (const each of runs) {
    for (const line of each?.shortfalls ?? []) console.error(`limits: ${line}`)
    if (each?.reason) console.error(`limits: ${each.reason}`)
  }
  if (ending.signal.aborted) return exitStatus.interrupted
  const isSound = runs.every(each => each?.status === 'completed' && each.shortfalls.length === 0)
  return isSound ? exitStatus.ok : exitStatus.failed
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const isUsage = error instanceof UsageError
  const isSystem = error instanceof Error && 'syscall' in error
  console.error(isUsage || isSystem ? `limits: ${(error as Error).message}` : error)
  process.exitCode = isUsage ? exitStatus.usage : exitStatus.failed
}

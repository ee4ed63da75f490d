import { join } from 'node:path'
import { UsageError } from '../../server/flags.ts'
import { onFirstSignal } from '../../server/signals.ts'
import { describeEnvironment } from '../environment.ts'
import { createProgress } from '../progress.ts'
import { exitStatus } from '../status.ts'
import { type FaultsCommand, faultsHelp, readFaultsCommand, repeatCommand } from './options.ts'
import { faultsMarkdown } from './report.ts'
import { runFaults } from './run.ts'
import type { FaultsReport } from './types.ts'
import { writeFaultsReport } from './write.ts'

type Run = Extract<FaultsCommand, { action: 'run' }>

async function main(command: FaultsCommand): Promise<number> {
  if (command.action === 'run') return await run(command)
  console.log(faultsHelp)
  return exitStatus.ok
}

/** Runs what was asked for, writes what is finished, however it ends, and says what is wrong. */
async function run({ asked, directory }: Run): Promise<number> {
  const progress = createProgress(process.stderr)
  const ending = new AbortController()
  let interrupted = false
  onFirstSignal(() => {
    interrupted = true
    ending.abort()
  })
  let report: FaultsReport = begin(asked)
  const save = async (current: FaultsReport): Promise<void> => {
    report = current
    await writeFaultsReport(directory, current)
  }
  try {
    await save(await runFaults(report, { signal: ending.signal, say: progress.say }, save))
  } catch (error) {
    ending.abort()
    progress.done()
    const { message } = error as Error
    await save({
      ...report,
      status: interrupted ? 'interrupted' : 'failed',
      reason: interrupted ? null : message,
    })
  }
  progress.done()
  console.log(faultsMarkdown(report))
  console.log(`${join(directory, 'report.md')}, with report.json beside it`)
  for (const line of report.faults) console.error(`faults: ${line}`)
  if (report.reason !== null) console.error(`faults: ${report.reason}`)
  if (report.status === 'interrupted') return exitStatus.interrupted
  return report.status === 'completed' && report.faults.length === 0 ? exitStatus.ok : exitStatus.failed
}

function begin(asked: FaultsReport['asked']): FaultsReport {
  return {
    schema: 1,
    createdAt: new Date().toISOString(),
    command: repeatCommand(asked),
    environment: describeEnvironment(),
    asked,
    status: 'running',
    reason: null,
    cuts: null,
    stalled: null,
    storms: null,
    faults: [],
  }
}

try {
  process.exitCode = await main(readFaultsCommand(process.argv.slice(2)))
} catch (error) {
  const isUsage = error instanceof UsageError
  const isSystem = error instanceof Error && 'syscall' in error
  console.error(isUsage || isSystem ? `faults: ${(error as Error).message}` : error)
  process.exitCode = isUsage ? exitStatus.usage : exitStatus.failed
}

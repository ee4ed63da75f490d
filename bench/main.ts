import { join } from 'node:path'
import { UsageError } from '../server/flags.ts'
import { onFirstSignal } from '../server/signals.ts'
import { SourceError } from '../server/sources/source-error.ts'
import { readAssets } from './assets.ts'
import { describeEnvironment } from './environment.ts'
import { type BenchOptions, benchHelp, readBenchOptions } from './options.ts'
import { createProgress } from './progress.ts'
import { terminalReport } from './report/terminal.ts'
import { saveReport, writeReport } from './report/write.ts'
import { runPlan } from './run.ts'
import { scenarios } from './scenarios.ts'
import { exitStatus, statusOf } from './status.ts'

type Run = Extract<BenchOptions, { action: 'run' }>

async function main(args: readonly string[]): Promise<number> {
  const options = readBenchOptions(args)
  if (options.action === 'help') console.log(benchHelp)
  else if (options.action === 'list') console.log(listOfScenarios())
  else return await measure(options, args)
  return exitStatus.ok
}

/** Runs what was asked for, writes the report and says where it is. */
async function measure(options: Run, args: readonly string[]): Promise<number> {
  const createdAt = new Date().toISOString()
  const directory = options.directory ?? join('results', createdAt.slice(0, 19).replaceAll(':', '-'))
  const { scenarios, seed, mode, expectations } = options
  const interruption = new AbortController()
  onFirstSignal(() => interruption.abort())

  const report = await runPlan(
    {
      command: commandOf(args, seed),
      createdAt,
      seed,
      mode,
      environment: describeEnvironment(),
      scenarios,
      expectations,
    },
    {
      signal: interruption.signal,
      progress: createProgress(process.stderr),
      save: current => saveReport(directory, current),
    },
  )
  await writeReport(directory, report, await readAssets())
  console.log(terminalReport(report))
  console.log(`${join(directory, 'report.html')}, with report.md, report.json and trials.csv beside it`)
  if (report.reason !== undefined) console.error(`bench: ${report.reason}`)
  return statusOf(report)
}

/** The command that repeats a run: what was given but where to write it, and the seed, given or not. */
function commandOf(args: readonly string[], seed: number): string {
  const isOut = (arg: string | undefined) => arg === '--out' || arg?.startsWith('--out=')
  const kept = args.filter((arg, index) => !isOut(arg) && args[index - 1] !== '--out')
  const given = kept.some(arg => arg === '--seed' || arg.startsWith('--seed='))
  const words = given ? kept : [...kept, '--seed', String(seed)]
  return `npm run bench -- ${words.map(word => (/^[\w./,=-]+$/.test(word) ? word : `'${word}'`)).join(' ')}`
}

function listOfScenarios(): string {
  return [...scenarios.values()].map(({ name, purpose }) => `${name.padEnd(15)} ${purpose}`).join('\n')
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const isUsage = error instanceof UsageError || error instanceof SourceError
  const isSystem = error instanceof Error && 'syscall' in error
  console.error(isUsage || isSystem ? `bench: ${error.message}` : error)
  process.exitCode = isUsage ? exitStatus.usage : exitStatus.failed
}

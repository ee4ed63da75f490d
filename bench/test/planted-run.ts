import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, watch } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { CompletedTrial, Report, Trial } from '../report/types.ts'
import { buildBench, type Fault } from './planted-build.ts'

/**
 * Builds a bench with a fault in it or without, runs it, and resolves to the completed ones of its planned trials,
 * valid or not. Rejects when there is none.
 */
export async function trialsOf(args: readonly string[], fault?: Fault): Promise<readonly CompletedTrial[]> {
  const build = await buildBench(fault)
  const file = join(build, 'report', 'report.json')
  await mkdir(dirname(file))
  const child = spawn(process.execPath, [join(build, 'bench.js'), '--out', dirname(file), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  const ended = once(child, 'close')
  // Reruns and pictures would tell nothing more.
  await Promise.race([ended, plannedTrialsIn(file)])
  child.kill('SIGKILL')
  await ended
  const completed = trialsIn(file).filter(trial => trial.status === 'completed')
  if (completed.length === 0) throw new Error(`the bench completed no trial:\n${told}`)
  return completed
}

/** Resolves when all planned trials are in a report, which is saved after each. */
function plannedTrialsIn(file: string): Promise<void> {
  return new Promise(resolve => {
    const watcher = watch(dirname(file), () => {
      const report = reportIn(file)
      if (report && report.trials.length >= report.plannedTrials) resolve()
    })
    onTestFinished(() => watcher.close())
  })
}

function trialsIn(file: string): readonly Trial[] {
  return reportIn(file)?.trials ?? []
}

function reportIn(file: string): Report | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

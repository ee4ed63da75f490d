import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { buildDirectory } from '../processes.ts'
import type { Report } from '../report/types.ts'

/** A bench that runs as a process of its own. */
export interface RunningBench {
  readonly child: ChildProcess
  readonly directory: string
  /** What it printed so far. */
  readonly output: () => string
  /** Resolves when its output matches. Rejects when it ends before. */
  printed(pattern: RegExp): Promise<void>
  /** Its exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>
  report(): Report
  /** The pids of its processes. */
  children(): number[]
}

/** Starts `.build/bench.js`; it is killed with its test when it is still there. */
export async function startBench(...args: string[]): Promise<RunningBench> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'))
  const child = spawn(process.execPath, [join(buildDirectory(), 'bench.js'), '--out', directory, ...args])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
      child.emit('printed')
    })
  }
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await rm(directory, { recursive: true, force: true })
  })

  async function printed(pattern: RegExp): Promise<void> {
    while (!pattern.test(output)) {
      const event = await Promise.race([once(child, 'printed').then(() => 'more'), ended])
      if (event !== 'more') throw new Error(`the bench ended with ${event} before ${pattern}:\n${output}`)
    }
  }

  return {
    child,
    directory,
    output: () => output,
    printed,
    ended,
    report: () => JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8')),
    children: () => childrenOf(child.pid!),
  }
}

/** The pids of a process's children; none when it is gone. */
export function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}

/** Whether a process is there. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

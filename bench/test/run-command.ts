import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { buildDirectory } from '../processes.ts'

/** A command of the project that runs as a process of its own. */
export interface RunningCommand {
  readonly child: ChildProcess
  /** What it printed so far, on either stream. */
  readonly output: () => string
  /** Resolves when its output matches; rejects when it ends before. */
  printed(pattern: RegExp): Promise<void>
  /** Its exit status, or the signal that ended it; what it printed is all there by then. */
  readonly ended: Promise<number | string>
}

/** A directory that goes with its test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'command-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** Starts a program, which is killed with its test when it is still there. */
export function startProgram(program: string, args: readonly string[]): RunningCommand {
  const child = spawn(program, args)
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
      child.emit('printed')
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string)
  async function printed(pattern: RegExp): Promise<void> {
    while (!pattern.test(output)) {
      const event = await Promise.race([once(child, 'printed').then(() => 'more'), ended])
      if (event !== 'more') throw new Error(`ended with ${event} before ${pattern}:\n${output}`)
    }
  }
  return { child, output: () => output, printed, ended }
}

/** Starts `NAME.js` of a build. */
export function startCommand(
  name: string,
  args: readonly string[],
  build = buildDirectory(),
): RunningCommand {
  return startProgram(process.execPath, [join(build, `${name}.js`), ...args])
}

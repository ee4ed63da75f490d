import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer, Call, Calls } from './calls.ts'

/** A process of the bench and the calls that it answers. */
export interface Process<T extends Calls<T>> {
  readonly pid: number
  /** Rejects when the process fails the call or ends before it answers. */
  call<Name extends keyof T & string>(
    name: Name,
    argument: Parameters<T[Name]>[0],
  ): Promise<Awaited<ReturnType<T[Name]>>>
  /** Ends the process: by its own leave while it has time, then by force. Resolves when it is gone. */
  end(): Promise<void>
}

/** A process that failed a call, or ended before it was to; its message names it. */
export class ProcessError extends Error {
  override readonly name = 'ProcessError'
}

const endGraceMs = 1_000

/** How a process differs from the usual. */
interface ProcessOptions {
  /** Node's own, besides source maps. */
  readonly flags?: readonly string[]
  /** Nobody sees what it says. */
  readonly quiet?: boolean
  /** The signal of the processes whose fate it shares; its own unless given. */
  readonly together?: AbortSignal
}

/**
 * The ways to fail the calls of all processes of one signal: what one of them does, another waits for, so a death that
 * nobody asked for is that of all.
 */
const fates = new WeakMap<AbortSignal, Set<(death: ProcessError) => void>>()

function fateOf(together: AbortSignal): Set<(death: ProcessError) => void> {
  const fate = fates.get(together) ?? new Set()
  fates.set(together, fate)
  return fate
}

/**
 * Starts `.build/NAME.js` as a process of its own, which an abort kills. When it dies unasked, the calls of all that
 * were started with the same signal, and are still there, fail with its end.
 */
export function startProcess<T extends Calls<T>>(
  name: string,
  signal: AbortSignal,
  { flags = [], quiet = false, together = signal }: ProcessOptions = {},
): Process<T> {
  const output = quiet ? 'ignore' : 'inherit'
  const child = fork(join(buildDirectory(), `${name}.js`), {
    serialization: 'advanced',
    execArgv: ['--enable-source-maps', ...flags],
    stdio: ['ignore', output, output, 'ipc'],
  })
  const { call, fail } = caller<T>(child, name)
  const fate = fateOf(together).add(fail)
  let isAsked = false
  const kill = () => {
    isAsked = true
    child.kill('SIGKILL')
  }
  signal.addEventListener('abort', kill, { once: true })
  const over = (how: string) => {
    signal.removeEventListener('abort', kill)
    fate.delete(fail)
    const death = new ProcessError(`the ${name} ended (${how})`)
    fail(death)
    if (!isAsked) for (const failOther of fate) failOther(death)
  }
  child.once('exit', (code, killedBy) => over(killedBy ?? `exit ${code}`))
  child.once('error', error => over(error.message))
  // An abort that came before the listener was there.
  if (signal.aborted) kill()
  const end = () => {
    isAsked = true
    return endProcess(child)
  }
  return { pid: child.pid!, call, end }
}

interface Caller<T extends Calls<T>> {
  readonly call: Process<T>['call']
  /** Fails every call under way, and every later one. */
  fail(error: ProcessError): void
}

function caller<T extends Calls<T>>(child: ChildProcess, name: string): Caller<T> {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: ProcessError): void }>()
  let last = 0
  let failed: ProcessError | undefined
  child.on('message', (message: Answer) => {
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if ('failed' in message) call?.reject(new ProcessError(`the ${name} failed: ${message.failed}`))
    else call?.resolve(message.result as never)
  })
  return {
    call: (callName, argument) =>
      new Promise((resolve, reject) => {
        if (failed) {
          reject(failed)
          return
        }
        last += 1
        waiting.set(last, { resolve, reject })
        const call: Call = { id: last, name: callName, argument }
        // Where it can't be sent the process is about to end, which says why.
        if (child.connected) child.send(call, () => {})
      }),
    fail(error) {
      failed ??= error
      for (const call of waiting.values()) call.reject(error)
      waiting.clear()
    },
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  // A process without its channel has nobody to work for, and leaves.
  if (child.connected) child.disconnect()
  const force = setTimeout(() => child.kill('SIGKILL'), endGraceMs)
  await exited
  clearTimeout(force)
}

/** The directory of the bundles: beside this module when it is one of them, else below the project's root. */
export function buildDirectory(from = fileURLToPath(import.meta.url)): string {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, '.build')
    if (folder === dirname(folder)) throw new Error(`no package.json above ${from}`)
  }
}

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

const endGraceMs = 1_000

/** How a process differs from the usual. */
interface ProcessOptions {
  /** Node's own, besides source maps. */
  readonly flags?: readonly string[]
  /** Nobody sees what it says. */
  readonly quiet?: boolean
}

/** Starts `.build/NAME.js` as a process of its own, which an abort kills. */
export function startProcess<T extends Calls<T>>(
  name: string,
  signal: AbortSignal,
  { flags = [], quiet = false }: ProcessOptions = {},
): Process<T> {
  const output = quiet ? 'ignore' : 'inherit'
  const child = fork(join(buildDirectory(), `${name}.js`), {
    serialization: 'advanced',
    execArgv: ['--enable-source-maps', ...flags],
    stdio: ['ignore', output, output, 'ipc'],
  })
  const kill = () => child.kill('SIGKILL')
  signal.addEventListener('abort', kill, { once: true })
  child.once('exit', () => signal.removeEventListener('abort', kill))
  // An abort that came before the listener was there.
  if (signal.aborted) kill()
  return { pid: child.pid!, call: caller<T>(child, name), end: () => endProcess(child) }
}

function caller<T extends Calls<T>>(child: ChildProcess, name: string): Process<T>['call'] {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  let last = 0
  child.on('message', (message: Answer) => {
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if ('failed' in message) call?.reject(new Error(`the ${name} failed: ${message.failed}`))
    else call?.resolve(message.result as never)
  })
  child.once('exit', (code, signal) => {
    for (const call of waiting.values())
      call.reject(new Error(`the ${name} ended (${signal ?? `exit ${code}`})`))
    waiting.clear()
  })
  return (callName, argument) =>
    new Promise((resolve, reject) => {
      if (!child.connected) {
        reject(new Error(`the ${name} is gone`))
        return
      }
      last += 1
      waiting.set(last, { resolve, reject })
      const call: Call = { id: last, name: callName, argument }
      child.send(call, error => error && reject(error))
    })
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

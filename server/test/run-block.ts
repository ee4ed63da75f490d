import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import type { Block } from './document.ts'

/** A block of the document that runs as a process against a server. */
export interface RunningBlock {
  /** Resolves when so many lines are out; rejects when the process ends before. */
  lines(count: number): Promise<readonly string[]>
  /** Resolves to all of its lines when it has ended well; rejects with its status and what it said otherwise. */
  end(): Promise<readonly string[]>
}

const programs: Readonly<Record<string, readonly string[]>> = {
  sh: ['bash', '-c'],
  python: ['python3', '-c'],
}

// Debian's python3 is the one that has Debian's packages; a proxy has no business on loopback.
const environment = {
  ...process.env,
  PATH: `/usr/bin:${process.env.PATH}`,
  PYTHONUNBUFFERED: '1',
  PYTHONIOENCODING: 'utf-8',
  no_proxy: '*',
}

/** Throws one line that says what to install when curl or a Python package is missing. */
export function checkTools(): void {
  const tools: [string, string[]][] = [
    ['curl', ['--version']],
    ['python3', ['-c', 'import aiohttp, websockets']],
  ]
  for (const [program, args] of tools) {
    if (spawnSync(program, args, { env: environment }).status === 0) continue
    throw new Error(
      `${[program, ...args].join(' ')} does not run: apt-get install curl python3-aiohttp python3-websockets`,
    )
  }
}

/** Starts a block as it stands in the document, but for the port; it is ended with its test. */
export function startBlock({ heading, language, text }: Block, port: number): RunningBlock {
  const [program, ...args] = programs[language] ?? []
  if (!program) throw new Error(`"${heading}" is ${language}, which nothing here runs`)
  const source = text.replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
  const child = spawn(program, [...args, source], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill())
  // Not readline's lines: it would also break one at U+2028, which JSON lets stand in a string.
  let said = ''
  let complaints = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    said += part
  })
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    complaints += part
  })
  const ended = once(child, 'close').then(([status]) => status as number)

  async function lines(count: number): Promise<readonly string[]> {
    const over = ended.then(status => {
      throw new Error(`"${heading}" ended with ${status} before its line ${count}: ${complaints}${said}`)
    })
    over.catch(() => {})
    while (said.split('\n').length <= count) await Promise.race([once(child.stdout, 'data'), over])
    return said.split('\n').slice(0, count)
  }

  async function end(): Promise<readonly string[]> {
    const status = await ended
    if (status === 0) return said.replace(/\n$/, '').split('\n')
    throw new Error(`"${heading}" ended with ${status}: ${complaints}${said}`)
  }

  return { lines, end }
}

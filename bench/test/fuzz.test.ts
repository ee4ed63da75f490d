import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CorpusName } from '../fuzz/corpus.ts'
import { makeInput } from '../fuzz/inputs.ts'
import { buildDirectory } from '../processes.ts'
import { buildBench, type Fault } from './planted-build.ts'
import { isRunning } from './run-bench.ts'

/** A fuzzer that runs as a process of its own, ended with its test. */
function start(build: string, args: readonly string[]) {
  const child = spawn(process.execPath, [join(build, 'fuzz.js'), ...args])
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
      child.emit('printed')
    })
  }
  const ended = once(child, 'close').then(([status]) => status as number | null)
  return { child, ended, output: () => output }
}

async function run(build: string, ...args: string[]) {
  const { ended, output } = start(build, args)
  const status = await ended
  return { status, output: output() }
}

/** The number of the first input that is a valid beginning of a name as it stands. */
function unmutated(from: CorpusName): string {
  for (let number = 0; ; number += 1) {
    const input = makeInput(3, number)
    if (input.from === from && input.mutations.length === 0) return String(number)
  }
}

/** What a client might bring about, each planted in one place of the sources, and with which inputs it is looked for. */
const faults: readonly (readonly [name: string, found: RegExp, args: readonly string[], fault: Fault])[] = [
  [
    'an exception as a socket ends without a close frame',
    /^fuzz: seed 3, input \d+: the server crashed: .* \(--seed 3 --only \d+ repeats it\)$/m,
    ['--inputs', '60'],
    {
      file: 'server/echo.ts',
      text: "channel.on('close', release)",
      becomes:
        "channel.on('close', release)\n  channel.on('close', code => { if (code === 1006) throw new Error('planted') })",
    },
  ],
  [
    'garbage that is neither answered nor ended',
    /^fuzz: seed 3, input \d+: was (neither answered nor ended|not closed though the client had ended)/m,
    ['--inputs', '60'],
    { file: 'server/unreadable.ts', text: '  endLingering(socket)\n', becomes: '' },
  ],
  [
    'a timer that a last answer leaves',
    /^fuzz: seed 3, input \d+: the server kept \d+ of Timeout where \d+ were/m,
    ['--only', unmutated('upgrade to HTTP/2')],
    {
      file: 'server/linger.ts',
      text: "socket.once('close', () => clearTimeout(timer))",
      becomes: 'setTimeout(() => clearTimeout(timer), 60_000)',
    },
  ],
  [
    'a subscription that outlives its client',
    /^fuzz: seed 3, input \d+: the server kept 2 subscribers on sse where one is/m,
    ['--only', unmutated('sse')],
    { file: 'server/stream.ts', text: "response.once('close', release)", becomes: '' },
  ],
]

describe('npm run fuzz', { timeout: 180_000 }, () => {
  it('finds nothing wrong with the server in a few hundred inputs', async () => {
    const { status, output } = await run(buildDirectory(), '--seed', '3', '--inputs', '300')
    expect(output).toMatch(/^seed 3: 300 inputs in \d+ s; answered first with: /m)
    expect(output).toMatch(/^5 subscribers, one a transport, received \d+ events and lost none;/m)
    expect(status).toBe(0)
  })

  it.each(faults)('finds %s, and says which input it was', async (_name, found, args, fault) => {
    const { status, output } = await run(await buildBench(fault), '--seed', '3', ...args)
    expect(output).toMatch(found)
    expect(status).toBe(1)
  })

  it('prints one input, its answer, and that it did no harm', async () => {
    const { status, output } = await run(buildDirectory(), '--seed', '3', '--only', '2')
    expect(output).toMatch(/^seed 3, input 2: .*; behind its last byte the client's manner is: \w+$/m)
    expect(output).toMatch(/^a write of \d+ bytes\n000000 {2}([\da-f]{2} ?)+/m)
    expect(output).toMatch(/^no fault: the server serves, and holds what it held before$/m)
    expect(status).toBe(0)
  })

  it('is ended by Ctrl-C, its server with it', async () => {
    const { child, ended, output } = start(buildDirectory(), ['--inputs', '20000'])
    while (!/^\d+ of 20000 inputs/m.test(output())) await once(child, 'printed')
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ')
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(children.length).toBe(1)
    await expect.poll(() => isRunning(Number(children[0]))).toBe(false)
  })

  it('refuses bad usage in one line', async () => {
    expect(await run(buildDirectory(), '--inputs', 'many')).toEqual({
      status: 2,
      output: 'fuzz: --inputs must be a whole number from 1 to 1000000, got "many"\n',
    })
  })
})

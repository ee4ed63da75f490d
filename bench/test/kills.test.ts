import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../server/sources/random.ts'
import type { FaultsReport } from '../faults/types.ts'
import type { LimitsReport } from '../limits/parts.ts'
import type { LoadCalls } from '../load-process.ts'
import { startProcess } from '../processes.ts'
import { readReport } from '../report/read.ts'
import type { ServerCalls } from '../server-process.ts'
import { statusOf } from '../status.ts'
import { shuffled } from '../yardsticks/shuffled.ts'
import { childrenOf, isRunning, startBench } from './run-bench.ts'
import { startCommand, temporaryDirectory } from './run-command.ts'

/** The children of a process that run a bundle of this name. */
function bundles(parent: number, name: string): number[] {
  return childrenOf(parent).filter(pid => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`/${name}.js`)
    } catch {
      return false
    }
  })
}

/** Waits until such a child is there, and kills it after so long; answers whether it was still there. */
async function killLater(parent: number, name: string, afterMs: number): Promise<boolean> {
  await expect.poll(() => bundles(parent, name).length, { interval: 20, timeout: 10_000 }).toBeGreaterThan(0)
  const [pid] = bundles(parent, name)
  await wait(afterMs)
  if (pid === undefined || !isRunning(pid)) return false
  process.kill(pid, 'SIGKILL')
  return true
}

const victims = ['bench-server', 'bench-link', 'bench-load'] as const
/** About as long as a slot takes. */
const slotMs = 2_000
const quick = ['--duration', '0.5', '--poll-interval', '100', '--clients', '3', '--rate', '40', '--rtt', '0']

describe('npm run bench, while kill -9 ends a process of it', { timeout: 60_000 }, () => {
  it('tells of whoever dies, at whatever moment, and goes on', async () => {
    const random = createRandom(4)
    const bench = await startBench(...quick, '--blocks', '2', '--transports', 'sse,long-polling')
    const struck: string[] = []
    // One in each slot: as it starts, and at two moments from then on to beyond its end.
    for (const [slot, name] of [...victims, ...shuffled(victims, random)].entries()) {
      await bench.printed(new RegExp(`trial ${slot + 1} of`))
      const afterMs = slot < victims.length ? random() * 100 : random() * slotMs
      if (await killLater(bench.child.pid!, name, afterMs)) struck.push(`the ${name} ended (SIGKILL)`)
    }
    const status = await bench.ended
    const report = await readReport(bench.directory)
    const reasons = report.trials.flatMap(trial => (trial.status === 'failed' ? [trial.reason] : []))
    expect(status).toBe(statusOf(report))
    // Who dies when its work is done spoils nothing.
    expect(struck).toEqual(expect.arrayContaining(reasons))
    expect(reasons.slice(0, victims.length)).toEqual(struck.slice(0, victims.length))
    const markdown = readFileSync(join(bench.directory, 'report.md'), 'utf8')
    for (const reason of reasons) expect(markdown).toContain(reason)
    expect(bench.children()).toEqual([])
  })

  it('leaves, when it is the bench itself, a whole report that says it is unfinished, and no process', async () => {
    const bench = await startBench(...quick, '--blocks', '20')
    await bench.printed(/trial 3 of/)
    await expect.poll(() => bench.children().length).toBe(3)
    const children = bench.children()
    bench.child.kill('SIGKILL')
    await bench.ended
    await expect.poll(() => children.filter(isRunning), { timeout: 10_000 }).toEqual([])
    const rendering = startCommand('report', [bench.directory])
    expect(await rendering.ended).toBe(0)
    const unfinished = 'The run has not ended: 2 of 120 planned trials so far.'
    expect(rendering.output()).toContain(unfinished)
    expect(readFileSync(join(bench.directory, 'report.md'), 'utf8')).toContain(unfinished)
  })
})

describe('processes that are started together', { timeout: 20_000 }, () => {
  it('do not wait for one that is gone', async () => {
    const ending = new AbortController()
    const server = startProcess<ServerCalls>('bench-server', ending.signal)
    const load = startProcess<LoadCalls>('bench-load', ending.signal)
    await load.call('idle', undefined)
    // Nothing listens there, so that it would try again and again.
    const [subscriber] = [{ ...client, url: 'http://127.0.0.1:1/' }]
    const connecting = load.call('connect', [{ clients: 1, subscriber }])
    process.kill(server.pid, 'SIGKILL')
    await expect(connecting).rejects.toThrow('the bench-server ended (SIGKILL)')
    await expect(load.call('idle', undefined)).rejects.toThrow('the bench-server ended (SIGKILL)')
    const later = startProcess<LoadCalls>('bench-load', ending.signal)
    await expect(later.call('idle', undefined)).resolves.toBe(undefined)
    await Promise.all([server, load, later].map(each => each.end()))
  })
})

const client = {
  transport: 'sse',
  heads: 'minimal',
  keepAlive: true,
  poll: { intervalMs: 100, pace: 'rate' },
  holdMs: 1_000,
  take: 'all',
  reconnectAtOnce: false,
  seed: 1,
} as const

describe('npm run limits, while kill -9 ends a process of it', { timeout: 60_000 }, () => {
  it.each(['limits-server', 'limits-load'])(
    'says so of the part that had %s, and goes on to the next',
    async name => {
      const directory = await temporaryDirectory()
      const args = ['capacity', 'requests', '--transports', 'sse', '--scale', '0.02', '--out', directory]
      const limits = startCommand('limits', args)
      await killLater(limits.child.pid!, name, createRandom(name.length)() * 3_000)
      expect(await limits.ended).toBe(1)
      const { parts }: LimitsReport = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'))
      expect(parts.capacity).toMatchObject({ status: 'failed', reason: `the ${name} ended (SIGKILL)` })
      expect(parts.requests).toMatchObject({ status: 'completed', reason: null })
      expect(readFileSync(join(directory, 'report.md'), 'utf8')).toContain(
        `**It failed:** the ${name} ended (SIGKILL).`,
      )
      expect(limits.output()).toContain(`limits: the ${name} ended (SIGKILL)\n`)
    },
  )

  it('leaves, when it is the command itself, the last report whole, and no process', async () => {
    const directory = await temporaryDirectory()
    const limits = startCommand('limits', ['soak', '--scale', '0.02', '--out', directory])
    await limits.printed(/soak · \d+ of/)
    const children = childrenOf(limits.child.pid!)
    limits.child.kill('SIGKILL')
    await limits.ended
    expect(children).toHaveLength(2)
    await expect.poll(() => children.filter(isRunning), { timeout: 10_000 }).toEqual([])
    const { parts }: LimitsReport = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'))
    expect(parts.soak).toMatchObject({ status: 'running' })
    expect(readFileSync(join(directory, 'report.md'), 'utf8')).toContain('It is running')
  })
})

describe('npm run faults, while kill -9 ends a process of it', { timeout: 60_000 }, () => {
  it.each(['faults-server', 'bench-link', 'faults-load'])('says that the %s ended', async name => {
    const directory = await temporaryDirectory()
    const args = ['--cuts', '1000', '--clients', '4', '--transports', 'sse', '--out', directory]
    const faults = startCommand('faults', args)
    await killLater(faults.child.pid!, name, createRandom(name.length)() * 2_000)
    const children = childrenOf(faults.child.pid!)
    expect(await faults.ended).toBe(1)
    const report: FaultsReport = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'))
    expect(report).toMatchObject({ status: 'failed', reason: `the ${name} ended (SIGKILL)` })
    await expect.poll(() => children.filter(isRunning)).toEqual([])
  })
})

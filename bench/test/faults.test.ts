import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import type { FaultsReport } from '../faults/types.ts'
import { buildDirectory } from '../processes.ts'
import { buildBench, type Fault } from './planted-build.ts'
import { isRunning } from './run-bench.ts'
import { startCommand } from './running-command.ts'

/** Starts a build's fault runner; it is killed with its test when it is still there. */
async function startFaults(build: string, ...args: string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'faults-'))
  // Behind the command, which is killed first: what is registered last is run first.
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return startCommand<FaultsReport>(join(build, 'faults.js'), directory, args)
}

describe('the fault runner', () => {
  it('finds nothing wrong while connections break in every way, the server dies and readers stall', async () => {
    const args = ['--seed', '5', '--cuts', '50', '--clients', '8', '--storm', '20']
    const run = await startFaults(buildDirectory(), ...args)
    const status = await run.ended
    const report = run.report()
    expect(report.faults).toEqual([])
    expect([status, report.status, report.reason]).toEqual([0, 'completed', null])
    expect(report.cuts!.transports.map(({ transport }) => transport)).toEqual(transportNames)
    expect(report.cuts!.restarts).toBe(1)
    for (const { cuts, events, recovery } of report.cuts!.transports) {
      const total = cuts.reduce((sum, { count }) => sum + count, 0)
      expect(total).toBeGreaterThanOrEqual(50)
      expect(recovery.reduce((sum, { count }) => sum + count, 0)).toBe(total)
      expect(events).toMatchObject({ lost: 0, duplicated: 0, reordered: 0 })
      expect(events.gaps.restarted.count).toBeGreaterThan(0)
    }
    for (const { stalled } of report.stalled!) expect(stalled.gaps.evicted.events).toBeGreaterThan(0)
    expect(report.storms!.map(({ clients, away }) => [clients, away])).toEqual(Array(10).fill([20, 0]))
    expect(run.markdown()).toContain('--seed 5 --cuts 50')
  })

  it.each<[string, Fault]>([
    [
      'a client that goes on one event too early',
      {
        file: 'client/subscribe.ts',
        text: 'since = delivery.cursor\n',
        becomes: 'since = delivery.cursor.replace(/[1-9]\\d*$/, n => String(Number(n) - 1))\n',
      },
    ],
    [
      'a server that reads one event too late',
      {
        file: 'server/feed.ts',
        text: "return parsed.sequence > head ? 'ahead' : parsed.sequence",
        becomes: "return parsed.sequence > head ? 'ahead' : Math.min(head, parsed.sequence + 1)",
      },
    ],
    [
      'a gap that counts one event too many',
      {
        file: 'server/feed.ts',
        text: 'lost: topic === undefined ? evicted - position : null',
        becomes: 'lost: topic === undefined ? evicted - position + 1 : null',
      },
    ],
  ])('finds %s', async (_, fault) => {
    const build = await buildBench(fault)
    const run = await startFaults(
      build,
      '--cuts',
      '20',
      '--clients',
      '4',
      '--storm',
      '0',
      '--transports',
      'sse',
    )
    expect(await run.ended).toBe(1)
    expect(run.report().faults.length).toBeGreaterThan(0)
    expect(run.told()).toMatch(/faults: .*sse \d, at \w+\.\d+: \w+: came .*, expected .*/)
  })

  it('ends with all its processes at Ctrl-C, and leaves a report', async () => {
    const run = await startFaults(buildDirectory(), '--cuts', '1000', '--transports', 'sse')
    while (!run.told().includes('cuts · 0 %')) await once(run.child, 'told')
    const children = readFileSync(`/proc/${run.child.pid}/task/${run.child.pid}/children`, 'utf8')
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(130)
    expect(run.report()).toMatchObject({ status: 'interrupted', cuts: null, faults: [] })
    const left = children.trim().split(' ').map(Number).filter(isRunning)
    expect(left).toEqual([])
  })
})

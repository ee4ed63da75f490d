import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type LimitsReport, partNames } from '../limits/parts.ts'
import { buildDirectory } from '../processes.ts'
import { isRunning } from './run-bench.ts'
import { startCommand } from './running-command.ts'

async function temporaryDirectory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'limits-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

/** Starts the command at a tiny scale. */
function startLimits(directory: string, ...args: string[]) {
  return startCommand<LimitsReport>(join(buildDirectory(), 'limits.js'), directory, [
    '--scale',
    '0.01',
    ...args,
  ])
}

const sound = { status: 'completed', reason: null, scale: 0.01, shortfalls: [] }

describe('npm run limits', () => {
  it('finds capacity and slopes, and tells them', async () => {
    const run = startLimits(await temporaryDirectory(), 'capacity', 'slopes', '--transports', 'long-polling')
    expect([await run.ended, run.told()]).toEqual([0, expect.not.stringContaining('limits:')])
    const { capacity, slopes } = run.report().parts
    expect(capacity).toMatchObject(sound)
    const [held] = capacity!.figures!.transports
    expect(held!.holds).toBeGreaterThanOrEqual(10)
    expect(held!.broadcasts.map(({ clients }) => clients)).toEqual([10, 50, 100])
    for (const step of [...held!.steps, ...held!.broadcasts].filter(({ holds }) => holds))
      expect(step).toMatchObject({ opened: true, received: step.clients, duplicated: 0, broken: 0 })
    expect(slopes).toMatchObject(sound)
    const [cost] = slopes!.figures!.transports
    expect(cost!.memoryClients).toEqual([20, 40, 60, 80, 100])
    expect(cost!.heapBytesPerClient.median).toBeGreaterThan(1_000)
    const titles = run.markdown().match(/^## .*/gm)
    expect(titles).toEqual(['## Capacity', '## One client more'])
    expect(run.markdown()).toContain(
      '`npm run limits -- slopes --seed 1 --scale 0.01 --transports long-polling`',
    )
  })

  it('ends with all its processes at Ctrl-C, and keeps what is finished', async () => {
    const run = startLimits(await temporaryDirectory(), 'requests', 'capacity', 'slopes')
    while (!run.told().includes('capacity · polling')) await once(run.child, 'told')
    const children = readFileSync(`/proc/${run.child.pid}/task/${run.child.pid}/children`, 'utf8')
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(130)
    const { requests, capacity, slopes } = run.report().parts
    expect(requests).toMatchObject(sound)
    expect(capacity).toMatchObject({ status: 'interrupted', reason: null, figures: null })
    expect(slopes).toBeUndefined()
    expect(run.markdown()).toContain('**It is interrupted: what is finished stands above.**')
    expect(children.trim().split(' ').map(Number).filter(isRunning)).toEqual([])
  })

  it('refuses what it cannot do in one line', async () => {
    const run = startLimits(await temporaryDirectory(), 'speed')
    expect([await run.ended, run.told()]).toEqual([
      2,
      `limits: part must be one of ${partNames.join(', ')}, got "speed"\n`,
    ])
  })
})

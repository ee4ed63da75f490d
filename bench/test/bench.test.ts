import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { readReport } from '../report/read.ts'
import type { CompletedTrial, Report, Trial } from '../report/types.ts'
import { statusOf } from '../status.ts'
import { closes } from '../wire/books.ts'
import { isRunning, startBench } from './run-bench.ts'

const quick = [
  '--blocks',
  '1',
  '--duration',
  '0.5',
  '--poll-interval',
  '100',
  '--clients',
  '3',
  '--rate',
  '40',
  '--rtt',
  '0',
]

function completed({ trials }: Report): (Trial & CompletedTrial)[] {
  return trials.filter(trial => trial.status === 'completed')
}

/** Trials whose bench kept up; on a busy machine a gate may throw some out, and then there is less to look at. */
function sound(report: Report): (Trial & CompletedTrial)[] {
  return completed(report).filter(trial => trial.events.lost === 0)
}

describe('the bench', () => {
  it('measures every transport, closes its books and writes a report that can be read again', async () => {
    const bench = await startBench(...quick, '--seed', '7')
    const status = await bench.ended
    const report = bench.report()
    expect(status).toBe(statusOf(report))
    expect(report.status).not.toBe('running')
    expect(report).toMatchObject({ mode: 'smoke', seed: 7, plannedTrials: 6 })
    expect(report.command).toContain('--seed 7')
    expect(new Set(completed(report).map(trial => trial.transport))).toEqual(new Set(transportNames))
    for (const trial of completed(report)) {
      expect(closes(trial.bytes)).toBe(true)
      expect(trial.warnings.filter(line => line.includes('books'))).toEqual([])
      expect(trial.events.expected).toBe(trial.events.published * 3)
    }
    expect(await readReport(bench.directory)).toEqual(report)
    expect(await readReport(join(bench.directory, 'report.html'))).toEqual(report)
    expect(readdirSync(bench.directory)).toEqual(
      expect.arrayContaining(['report.md', 'report.html', 'trials.csv']),
    )
  })

  it('finds what each transport is: polls at their rate, none on open transports, latency from the interval', async () => {
    const bench = await startBench(...quick)
    await bench.ended
    const of = (name: string) => sound(bench.report()).filter(({ transport }) => transport === name)
    const [polling] = of('polling')
    // 3 clients, a poll every 100 ms, 500 ms; a poll at the window's edge may fall to either side.
    expect(Math.abs(polling!.requests.sent - 15)).toBeLessThanOrEqual(3)
    for (const name of ['streaming', 'sse', 'websocket']) {
      for (const trial of of(name)) {
        expect(trial.requests).toEqual({ sent: 0, empty: 0 })
        expect(trial.connections).toEqual({ opened: 3, reopened: 0 })
        expect(trial.windowBytes.down.head).toBe(0)
      }
    }
    for (const trial of of('long-polling')) expect(trial.requests.sent).toBeGreaterThan(0)
  })

  it('runs its round trips side by side, through a link that lets nothing out early', async () => {
    const bench = await startBench(...quick.slice(0, -2), '--rtt', '0,40', '--transports', 'long-polling,sse')
    await bench.ended
    const report = bench.report()
    expect(report.scenarios.map(({ name }) => name)).toEqual(['earthquakes-rtt0', 'earthquakes-rtt40'])
    expect(report.plannedTrials).toBe(6)
    for (const scenario of report.scenarios) {
      const trials = completed(report).filter(trial => trial.scenario === scenario.name)
      expect(trials.length).toBeGreaterThan(0)
      for (const trial of trials) {
        expect(trial.link.askedMs).toBe(scenario.link.rttMs / 2)
        expect(trial.link.achievedMs.min).toBeGreaterThanOrEqual(trial.link.askedMs)
        expect(trial.latencyMs.min).toBeGreaterThanOrEqual(trial.link.askedMs)
        expect(Object.keys(trial.model)).toContain('latencyMs.mean')
        expect(closes(trial.bytes)).toBe(true)
      }
    }
    expect(report.theory.length).toBeGreaterThan(0)
  })

  it('gives every transport of a block the same schedule, and the same seed the same run', async () => {
    const published = async (seed: string) => {
      const bench = await startBench(...quick, '--seed', seed)
      await bench.ended
      return completed(bench.report()).map(({ transport, position, control, events }) => ({
        transport,
        position,
        control,
        published: events.published,
      }))
    }
    const first = await published('11')
    expect(new Set(first.map(trial => trial.published)).size).toBe(1)
    const again = await published('11')
    const order = (trials: typeof first) => [
      ...new Map(trials.map(trial => [trial.position, trial.transport])).values(),
    ]
    expect(order(again)).toEqual(order(first))
    expect(again[0]!.published).toBe(first[0]!.published)
  })

  it('ends on Ctrl-C with its processes, and renders the trials that were finished', async () => {
    const bench = await startBench(...quick, '--blocks', '20')
    await bench.printed(/trial 2 of/)
    await expect.poll(() => bench.children().length).toBe(3)
    const children = bench.children()
    bench.child.kill('SIGINT')
    expect(await bench.ended).toBe(130)
    const report = bench.report()
    expect(report.status).toBe('interrupted')
    expect(report.trials.length).toBeGreaterThan(0)
    expect(report.trials.length).toBeLessThan(report.plannedTrials)
    expect(readFileSync(join(bench.directory, 'report.md'), 'utf8')).toContain('interrupted')
    expect(existsSync(join(bench.directory, 'report.html'))).toBe(true)
    expect(children.filter(isRunning)).toEqual([])
  })

  it('leaves no process behind when it is killed, and a report with what was finished', async () => {
    const bench = await startBench(...quick, '--blocks', '20')
    await bench.printed(/trial 2 of/)
    await expect.poll(() => bench.children().length).toBe(3)
    const children = bench.children()
    bench.child.kill('SIGKILL')
    await bench.ended
    await expect.poll(() => children.filter(isRunning), { timeout: 10_000 }).toEqual([])
    expect((await readReport(bench.directory)).trials.length).toBeGreaterThan(0)
  })

  it('names a process that died as the reason of its trial, runs it again and goes on', async () => {
    const bench = await startBench(...quick, '--transports', 'websocket')
    await expect.poll(() => bench.children().length).toBe(3)
    process.kill(bench.children()[0]!, 'SIGKILL')
    await bench.ended
    const { trials } = bench.report()
    const [first] = trials
    const second = trials.find(trial => trial.position === first!.position && trial.attempt === 2)
    expect(first).toMatchObject({ status: 'failed', attempt: 1, valid: false })
    expect(first).toHaveProperty('reason', expect.stringMatching(/SIGKILL|is gone/))
    expect(second).toMatchObject({ status: 'completed', attempt: 2 })
  })

  it.each([
    [['--rate', '0'], '--rate must be a number above 0, got "0"'],
    [['--payload', '58'], '--payload must be a whole number from 59'],
    [['--transports', 'polling,carrier-pigeon'], '--transports must be a list of polling'],
    [['--expect', 'websocket.speed < 1'], 'unknown metric "speed"'],
    [['nowhere'], 'scenario must be one of earthquakes'],
    [['--rtt', '10,-5'], '--rtt must be a list of milliseconds'],
    [['--warp', '9'], "Unknown option '--warp'"],
  ])('refuses %j in one line, with status 2', async (args, message) => {
    const bench = await startBench(...args)
    expect(await bench.ended).toBe(2)
    expect(bench.output().trimEnd().split('\n')).toHaveLength(1)
    expect(bench.output()).toContain(message)
  })
})

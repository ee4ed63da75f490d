import { describe, expect, it } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import type { Scenario, SummaryMetric } from '../report/types.ts'
import { compareRuns, type Run } from './between-runs.ts'
import { scenarioOf, trialOf } from './fixtures.ts'
import type { Change } from './run-change.ts'
import { type Simulation, simulateRun } from './simulated-run.ts'
import { unmatched } from './unmatched.ts'

const rtt0: Simulation = { blocks: 6, latency: 0.16, cpu: 0.08, run: 0, latencyMs: 250 }
const rtt100: Simulation = { ...rtt0, blocks: 10, latency: 0.025, latencyMs: 51 }

/** Pairs of runs whose seeds do not meet. */
function simulatePairs(count: number, a: Simulation, b: Simulation = a): Change[][] {
  return Array.from({ length: count }, (_, index) =>
    compareRuns(simulateRun(a, 2 * index), simulateRun(b, 2 * index + 1)),
  )
}

const shareOf = (changes: readonly Change[], verdict: Change['verdict']) =>
  changes.filter(change => change.verdict === verdict).length / changes.length

const only = (metric: SummaryMetric) => (change: Change) => change.metric === metric

/** A run of one transport whose trials have these p50s. */
function runOf(p50s: readonly number[], changes: Partial<Scenario> = {}): Run {
  const scenario = scenarioOf({ transports: ['sse'], ...changes })
  const trials = p50s.map((p50, index) =>
    trialOf({ transport: 'sse', scenario: scenario.name, block: index + 1 }, new Float64Array(750).fill(p50)),
  )
  return { seed: 1, scenarios: [scenario], trials }
}

/** Of runs of two seeds, and so of different events. */
const p50Of = (a: Run, b: Run) => compareRuns(a, { ...b, seed: 2 }).find(only('latencyMs.p50'))

describe('two runs of the same code', () => {
  it.each([
    [6, 0],
    [10, 0],
    [6, 0.02],
    [10, 0.02],
  ])(
    'show no difference in 19 of 20 cases of each metric: %d blocks, scatter of whole runs %d',
    (blocks, run) => {
      for (const scatter of [rtt0, rtt100]) {
        const changes = simulatePairs(60, { ...scatter, blocks, run }).flat()
        expect(changes.some(({ isPaired }) => isPaired)).toBe(false)
        expect(changes.length).toBeGreaterThan(60 * 40)
        for (const metric of new Set(changes.map(change => change.metric))) {
          const share = shareOf(changes.filter(only(metric)), 'no difference shown')
          expect(share, metric).toBeGreaterThanOrEqual(0.95)
        }
      }
    },
  )

  it.each([
    ['latency', /^latencyMs/],
    ['bytes', /BytesPerEvent$/],
    ['computing', /CpuMicros|cpuMicros|serverRss/],
  ])('change nothing at all of the family %s in 19 of 20 runs of 10 blocks', (_, family) => {
    const runs = simulatePairs(100, { ...rtt0, blocks: 10 })
    const quiet = runs.filter(
      changes =>
        shareOf(
          changes.filter(({ metric }) => family.test(metric)),
          'no difference shown',
        ) === 1,
    )
    expect(quiet.length / runs.length).toBeGreaterThanOrEqual(0.95)
  })
})

describe('a planted 20 %', () => {
  it('of p50 at a round trip of 100 ms is found in 95 % of runs of 10 blocks', () => {
    const changes = simulatePairs(200, rtt100, { ...rtt100, p50Factor: 1.2 }).flat()
    expect(shareOf(changes.filter(only('latencyMs.p50')), 'A lower')).toBeGreaterThanOrEqual(0.95)
    expect(shareOf(changes.filter(only('latencyMs.mean')), 'no difference shown')).toBeGreaterThanOrEqual(
      0.95,
    )
  })

  it('of CPU is found in 80 % of runs of 10 blocks that scatter by 8 %', () => {
    const changes = simulatePairs(200, rtt100, { ...rtt100, cpuFactor: 1.2 }).flat()
    expect(shareOf(changes.filter(only('cpuMicrosPerDelivery')), 'A lower')).toBeGreaterThanOrEqual(0.8)
  })

  it('that was taken away is found as well', () => {
    const changes = simulatePairs(50, { ...rtt100, p50Factor: 1.2 }, rtt100).flat()
    expect(shareOf(changes.filter(only('latencyMs.p50')), 'B lower')).toBeGreaterThanOrEqual(0.95)
  })
})

describe('compareRuns', () => {
  it('has B over A, B less A and the medians of both', () => {
    expect(p50Of(runOf([20, 20, 20, 20, 20, 20]), runOf([40, 40, 40, 40, 40, 40]))).toEqual({
      scenario: 'lan',
      transport: 'sse',
      metric: 'latencyMs.p50',
      trials: { a: 6, b: 6 },
      isPaired: false,
      a: { median: 20, low: 20, high: 20 },
      b: { median: 40, low: 40, high: 40 },
      ratio: { median: expect.closeTo(2), low: expect.closeTo(2), high: expect.closeTo(2) },
      difference: { median: 20, low: 20, high: 20 },
      p: null,
      verdict: 'A lower',
    })
  })

  it('does not care which trial of a run is in which block', () => {
    const a = [20, 24, 28, 32, 36, 40, 44]
    const b = [30, 31, 33, 35, 37, 39, 41]
    expect(p50Of(runOf(a), runOf(b.toReversed()))).toEqual(p50Of(runOf(a), runOf(b)))
  })

  it('gives p-values from 10 trials a side on', () => {
    const ten = Array.from({ length: 10 }, (_, index) => 20 + index)
    const higher = ten.map(value => value + 100)
    expect(p50Of(runOf(ten), runOf(higher.slice(1)))?.p).toBeNull()
    // Two latencies of one transport are its family.
    expect(p50Of(runOf(ten), runOf(higher))?.p).toBeCloseTo((2 * 2) / 184_756, 9)
  })

  it('shows no difference where the other transports lift p over 0.05, however far the interval lies', () => {
    const a = Array.from({ length: 10 }, (_, index) => 100 + index)
    const families = simulateRun({ ...rtt0, blocks: 10 }, 1)
    const sse = (p50s: readonly number[]) => runOf(p50s, { transports: transportNames })
    const noise = families.trials.filter(({ transport }) => transport !== 'sse')
    const shifted = a.map((value, index) => (index < 2 ? value : value + 30))
    const alone = p50Of(sse(a), sse(shifted))
    expect(alone).toMatchObject({ verdict: 'A lower' })
    const among = compareRuns(
      { ...sse(a), trials: [...sse(a).trials, ...noise] },
      { ...sse(shifted), seed: 2, trials: [...sse(shifted).trials, ...noise] },
    ).find(({ transport, metric }) => transport === 'sse' && metric === 'latencyMs.p50')
    expect(among!.p).toBeGreaterThan(alone!.p!)
    expect(among).toMatchObject({ ratio: alone!.ratio, verdict: 'no difference shown' })
  })

  it('gives figures without verdicts below 6 trials a side', () => {
    const five = p50Of(runOf([20, 20, 20, 20, 20]), runOf(Array(10).fill(40)))
    expect(five).toMatchObject({ verdict: null, p: null, trials: { a: 5, b: 10 } })
    expect(five?.ratio.median).toBeCloseTo(2)
  })

  it('passes over a change that is sure but too small to matter', () => {
    expect(p50Of(runOf(Array(10).fill(100)), runOf(Array(10).fill(104)))?.verdict).toBe('no difference shown')
    expect(p50Of(runOf(Array(10).fill(1)), runOf(Array(10).fill(1.9)))?.verdict).toBe('no difference shown')
  })

  it('passes over a change within the standard error of the trials', () => {
    const a = [100, 100, 100, 100, 100, 1_000]
    const b = [112, 112, 112, 112, 112, 1_000]
    const change = p50Of(runOf([...a, 100, 100, 100]), runOf([...b, 112, 112, 112]))
    expect(change?.ratio.low).toBeGreaterThan(1.05)
    expect(change?.verdict).toBe('no difference shown')
  })

  it('has no ratio over zero, and a verdict from the difference alone', () => {
    const polled = (sent: number): Run => ({
      seed: sent,
      scenarios: [scenarioOf({ transports: ['polling'] })],
      trials: [1, 2, 3, 4, 5, 6].map(block =>
        trialOf({ transport: 'polling', block }, undefined, { requests: { sent, empty: 0 } }),
      ),
    })
    const requests = (a: number, b: number) =>
      compareRuns(polled(a), polled(b)).find(only('requestsPerClientPerMinute'))
    expect(requests(0, 750)).toMatchObject({
      ratio: { median: null },
      difference: { median: 600 },
      verdict: 'A lower',
    })
    expect(requests(0, 0)?.verdict).toBe('no difference shown')
  })

  it('leaves out controls, invalid trials, and percentiles that a trial is too short for', () => {
    const run = runOf(Array(6).fill(20))
    const extra = [
      trialOf({ transport: 'sse', block: 1, control: true }),
      { ...trialOf({ transport: 'sse', block: 7 }), valid: false },
    ]
    const changes = compareRuns({ ...run, seed: 2, trials: [...run.trials, ...extra] }, run)
    expect(changes.find(only('latencyMs.p50'))?.trials).toEqual({ a: 6, b: 6 })
    expect(changes.map(({ metric }) => metric)).not.toContain('latencyMs.p90')
    expect(changes.map(({ metric }) => metric)).not.toContain('emptyShare')
  })

  it('leaves out a p50 of fewer than 20 events', () => {
    const events = { published: 10, expected: 300, received: 300, lost: 0, duplicated: 0, reordered: 0 }
    const short: Run = {
      seed: 1,
      scenarios: [scenarioOf({ transports: ['sse'] })],
      trials: [trialOf({ transport: 'sse' }, undefined, { events })],
    }
    expect(p50Of(short, runOf(Array(6).fill(20)))).toBeUndefined()
  })

  it('compares the scenarios that both name', () => {
    const [here, there] = [runOf(Array(6).fill(20)), runOf(Array(6).fill(20), { name: 'wan' })]
    expect(compareRuns(here, there)).toEqual([])
    const both = {
      seed: 1,
      scenarios: [...there.scenarios, ...here.scenarios],
      trials: [...there.trials, ...here.trials],
    }
    expect(new Set(compareRuns(both, here).map(({ scenario }) => scenario))).toEqual(new Set(['lan']))
  })
})

describe('unmatched', () => {
  it('names the scenario, the transport or the metric that the other run lacks', () => {
    const lan = runOf(Array(6).fill(20))
    const socket = trialOf({ transport: 'websocket' })
    const wan = runOf(Array(6).fill(20), { name: 'wan' })
    const more = {
      seed: 1,
      scenarios: [...lan.scenarios, ...wan.scenarios],
      trials: [...lan.trials, ...wan.trials, socket],
    }
    expect(unmatched(lan, lan)).toEqual([])
    expect(unmatched(lan, more)).toEqual([
      { onlyIn: 'B', scenario: 'lan', transport: 'websocket', metric: null },
      { onlyIn: 'B', scenario: 'wan', transport: null, metric: null },
    ])
    const silent = trialOf({ transport: 'sse' })
    const without = { ...lan, trials: [{ ...silent, latencyMs: { ...silent.latencyMs, mean: null } }] }
    expect(unmatched(lan, without)).toContainEqual({
      onlyIn: 'A',
      scenario: 'lan',
      transport: 'sse',
      metric: 'latencyMs.mean',
    })
  })
})

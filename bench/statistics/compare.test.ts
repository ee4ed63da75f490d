import { describe, expect, it } from 'vitest'
import type { Comparison, SummaryMetric, Trial } from '../report/types.ts'
import { compareTransports } from './compare.ts'
import { summariseControls } from './control.ts'
import { costOf, directionOf, normalDraws, scenarioOf, trialOf } from './fixtures.ts'
import { seededInts } from './random.ts'
import { summarise } from './summary.ts'

const scenario = scenarioOf()

function compare(trials: readonly Trial[], changed = scenario): Comparison[] {
  return compareTransports(changed, trials, summarise(changed, trials), summariseControls(changed, trials))
}

function find(comparisons: readonly Comparison[], metric: SummaryMetric): Comparison | undefined {
  return comparisons.find(comparison => comparison.metric === metric)
}

/** Six blocks of both transports; SSE's figures are `factor` times WebSocket's, each trial with its own noise. */
function simulate(seed: number, factor: number, noise: number, blocks = 6): Trial[] {
  const normal = normalDraws(seededInts(seed))
  return Array.from({ length: blocks }, (_, index) =>
    (['sse', 'websocket'] as const).map(transport => {
      const scale = (transport === 'sse' ? factor : 1) * Math.exp(noise * normal())
      return trialOf({ transport, block: index + 1 }, new Float64Array(750).fill(100 * scale), {
        server: costOf(100 * Math.exp(noise * normal()) * (transport === 'sse' ? factor : 1)),
        windowBytes: { up: directionOf(0, 0, 0, 0), down: directionOf(75_000 * scale, 0, 0, 0) },
      })
    }),
  ).flat()
}

/** Fixed values of one figure, block by block. */
function latencyBlocks(sse: readonly number[], websocket: readonly number[]): Trial[] {
  return sse.flatMap((value, index) => [
    trialOf({ transport: 'sse', block: index + 1 }, new Float64Array(750).fill(value)),
    trialOf({ transport: 'websocket', block: index + 1 }, new Float64Array(750).fill(websocket[index]!)),
  ])
}

describe('compareTransports', () => {
  it.each([0.03, 0.15, 0.5])('shows no difference of the same thing in 95 % of runs, noise %d', noise => {
    const runs = Array.from({ length: 200 }, (_, seed) => compare(simulate(seed, 1, noise)))
    for (const metric of ['latencyMs.p50', 'headBytesPerEvent', 'cpuMicrosPerDelivery'] as const) {
      const quiet = runs.filter(run => find(run, metric)?.verdict === 'no difference shown')
      expect(quiet.length / runs.length, metric).toBeGreaterThanOrEqual(0.95)
    }
  })

  it('finds a difference of 20 % in noise of 3 %', () => {
    const runs = Array.from({ length: 200 }, (_, seed) => compare(simulate(seed, 1.2, 0.03)))
    const found = runs.filter(run => find(run, 'latencyMs.p50')?.verdict === 'b lower')
    expect(found.length / runs.length).toBeGreaterThanOrEqual(0.95)
  })

  it('has a over b, and a less b', () => {
    const trials = latencyBlocks([40, 44, 48, 40, 44, 48], [20, 22, 24, 20, 22, 24])
    expect(find(compare(trials), 'latencyMs.p50')).toEqual({
      scenario: 'lan',
      metric: 'latencyMs.p50',
      a: 'sse',
      b: 'websocket',
      ratio: { median: 2, low: 2, high: 2 },
      difference: { median: 22, low: 20, high: 24 },
      p: null,
      verdict: 'b lower',
    })
  })

  it('names the other side when the scenario names it first', () => {
    const turned = scenarioOf({ transports: ['websocket', 'sse'] })
    const trials = latencyBlocks([40, 44, 48, 40, 44, 48], [20, 22, 24, 20, 22, 24])
    expect(find(compare(trials, turned), 'latencyMs.p50')).toMatchObject({
      a: 'websocket',
      b: 'sse',
      ratio: { median: 0.5 },
      difference: { median: -22 },
      verdict: 'a lower',
    })
  })

  it('pairs by block, so that a block that slows both is no difference between them', () => {
    const blocks = [20, 200, 35, 90, 60, 150]
    const comparison = find(
      compare(
        latencyBlocks(
          blocks.map(value => value + 1),
          blocks,
        ),
      ),
      'latencyMs.p50',
    )
    expect(comparison?.difference).toEqual({ median: 1, low: 1, high: 1 })
  })

  it('passes over a difference that is sure but too small to matter', () => {
    const [byTime, byShare] = [
      latencyBlocks(Array(6).fill(2.5), Array(6).fill(2)),
      latencyBlocks(Array(6).fill(103), Array(6).fill(100)),
    ]
    expect(find(compare(byTime), 'latencyMs.p50')?.verdict).toBe('no difference shown')
    expect(find(compare(byShare), 'latencyMs.p50')?.verdict).toBe('no difference shown')
  })

  it('passes over a difference within the scatter of its pairs', () => {
    const trials = latencyBlocks([106, 150, 110, 160, 108, 140], Array(6).fill(100))
    const comparison = find(compare(trials), 'latencyMs.p50')
    expect(comparison?.ratio.low).toBeGreaterThan(1.05)
    expect(comparison?.verdict).toBe('no difference shown')
  })

  it('sees through what blocks do to both sides alike', () => {
    const trials = latencyBlocks([80, 120, 160, 80, 120, 160], [70, 105, 140, 70, 105, 140])
    expect(find(compare(trials), 'latencyMs.p50')?.verdict).toBe('b lower')
  })

  it('passes over a ratio that the control reaches between a transport and itself', () => {
    const trials = latencyBlocks(Array(6).fill(130), Array(6).fill(100))
    const controls = [1, 2, 3, 4, 5, 6].map(block =>
      trialOf({ transport: 'websocket', block, control: true }, new Float64Array(750).fill(140)),
    )
    expect(find(compare(trials), 'latencyMs.p50')?.verdict).toBe('b lower')
    expect(find(compare([...trials, ...controls]), 'latencyMs.p50')?.verdict).toBe('no difference shown')
    expect(find(compare([...trials, ...controls.slice(1)]), 'latencyMs.p50')?.verdict).toBe('b lower')
  })

  it('has p of the sign-flip test from 10 blocks on, adjusted over the pairs of transports of a metric', () => {
    const websocket = [40, 44, 48, 52, 56, 60, 64, 68, 72, 76]
    const sse = websocket.map(value => 2 * value)
    expect(find(compare(latencyBlocks(sse, websocket)), 'latencyMs.p50')?.p).toBe(2 / 1_024)
    expect(find(compare(latencyBlocks(sse.slice(1), websocket)), 'latencyMs.p50')?.p).toBeNull()
    const three = scenarioOf({ transports: ['sse', 'websocket', 'polling'] })
    const polling = websocket.map((value, index) =>
      trialOf({ transport: 'polling', block: index + 1 }, new Float64Array(750).fill(3 * value)),
    )
    const ps = compare([...latencyBlocks(sse, websocket), ...polling], three)
      .filter(({ metric }) => metric === 'latencyMs.p50')
      .map(({ p }) => p)
    expect(ps).toEqual([6 / 1_024, 6 / 1_024, 6 / 1_024])
  })

  it('passes over a difference of more than 0.05 after the adjustment, however far its interval lies', () => {
    // Nine blocks at e to the 0.3 and one at e to the −0.5: 22 of 1,024 choices of signs lie as far out.
    const sse = [...Array(9).fill(100 * Math.exp(0.3)), 100 * Math.exp(-0.5)]
    const trials = latencyBlocks(sse, Array(10).fill(100))
    const alone = find(compare(trials), 'latencyMs.p50')
    expect(alone).toMatchObject({ verdict: 'b lower' })
    expect(alone?.p).toBeCloseTo(22 / 1_024, 12)
    const others = Array.from({ length: 10 }, (_, index) =>
      trialOf({ transport: 'polling', block: index + 1 }, new Float64Array(750).fill(100)),
    )
    const among = find(
      compare([...trials, ...others], scenarioOf({ transports: ['sse', 'websocket', 'polling'] })),
      'latencyMs.p50',
    )
    expect(among).toMatchObject({ ratio: alone!.ratio, verdict: 'no difference shown' })
    expect(among?.p).toBeCloseTo((3 * 22) / 1_024, 12)
  })

  it('gives figures without verdicts below 6 blocks, or where an invalid trial leaves fewer pairs', () => {
    const five = find(compare(simulate(1, 2, 0.01, 5)), 'latencyMs.p50')
    expect(five?.verdict).toBeNull()
    expect(five?.ratio.median).toBeCloseTo(2, 1)
    const holed = simulate(1, 2, 0.01).map((trial, index) =>
      index === 0 ? { ...trial, valid: false } : trial,
    )
    expect(find(compare(holed as Trial[]), 'latencyMs.p50')?.verdict).toBeNull()
  })

  it('has no ratio over zero, and a verdict from the difference alone', () => {
    const withRequests = (transport: 'sse' | 'long-polling', sent: number) =>
      [1, 2, 3, 4, 5, 6].map(block =>
        trialOf({ transport, block }, undefined, { requests: { sent, empty: 0 } }),
      )
    const polled = scenarioOf({ transports: ['long-polling', 'sse'] })
    const compared = (sent: number) =>
      find(
        compare([...withRequests('long-polling', sent), ...withRequests('sse', 0)], polled),
        'requestsPerClientPerMinute',
      )
    expect(compared(750)).toMatchObject({
      ratio: { median: null, low: null, high: null },
      difference: { median: 600, low: 600, high: 600 },
      verdict: 'b lower',
    })
    expect(compared(0)?.verdict).toBe('no difference shown')
  })

  it('leaves out metrics that one of the two does not have', () => {
    const metrics = compare(simulate(1, 1, 0.03)).map(comparison => comparison.metric)
    expect(metrics).not.toContain('emptyShare')
    // 150 events over the trials carry a p90, but 25 in each do not.
    expect(metrics).not.toContain('latencyMs.p90')
    expect(metrics).toContain('latencyMs.p50')
  })

  it('compares p90 where each trial carries it', () => {
    const events = { published: 100, expected: 3_000, received: 3_000, lost: 0, duplicated: 0, reordered: 0 }
    const long = simulate(1, 1.5, 0.03).map(trial =>
      trialOf(trial, new Float64Array(3_000).fill(trial.transport === 'sse' ? 30 : 20), { events }),
    )
    expect(find(compare(long), 'latencyMs.p90')?.verdict).toBe('b lower')
  })

  it('compares each pair once', () => {
    const transports = ['polling', 'sse', 'websocket'] as const
    const trials = [1, 2, 3, 4, 5, 6].flatMap(block =>
      transports.map(transport => trialOf({ transport, block })),
    )
    const pairs = compare(trials, scenarioOf({ transports }))
      .filter(comparison => comparison.metric === 'latencyMs.mean')
      .map(({ a, b }) => `${a} ${b}`)
    expect(pairs).toEqual(['polling sse', 'polling websocket', 'sse websocket'])
  })
})

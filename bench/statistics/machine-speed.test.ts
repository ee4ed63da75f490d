import { describe, expect, it } from 'vitest'
import type { TransportName } from '../../server/protocol.ts'
import { compareRuns, type Run } from './between-runs.ts'
import { costOf, scenarioOf, trialOf } from './fixtures.ts'
import { commonCpuRatio } from './machine-speed.ts'
import { type Simulation, simulateRun } from './simulated-run.ts'

type Costs = Partial<Record<TransportName, readonly [server: number, load: number]>>

/** Six equal blocks; what they cost at the server and at the clients, by transport. */
function runOf(costs: Costs): Run {
  const transports = Object.keys(costs) as TransportName[]
  const trials = transports.flatMap(transport =>
    [1, 2, 3, 4, 5, 6].map(block =>
      trialOf({ transport, block }, undefined, {
        server: costOf(100 * costs[transport]![0]),
        load: costOf(200 * costs[transport]![1]),
      }),
    ),
  )
  return { seed: 1, scenarios: [scenarioOf({ transports })], trials }
}

const usual = runOf({ polling: [1, 1], sse: [1, 1], websocket: [1, 1] })
const against = (costs: Costs) => commonCpuRatio(compareRuns(usual, runOf(costs)), 'lan')

describe('commonCpuRatio', () => {
  it('is what all have in common where everything costs more, or everything less', () => {
    expect(against({ polling: [1.08, 1.1], sse: [1.1, 1.12], websocket: [1.12, 1.15] })).toBeCloseTo(1.1, 9)
    expect(against({ polling: [0.9, 0.95], sse: [0.9, 0.95], websocket: [0.8, 0.95] })).toBeCloseTo(0.95, 9)
  })

  it('says nothing of a server that alone costs more', () => {
    expect(against({ polling: [1.2, 0.99], sse: [1.2, 1.01], websocket: [1.2, 1] })).toBeNull()
    // By chance all clients cost a little more: the little is what they have in common.
    expect(against({ polling: [1.2, 1.01], sse: [1.2, 1.02], websocket: [1.2, 1.01] })).toBeNull()
  })

  it('says nothing where one transport goes the other way', () => {
    expect(against({ polling: [1.2, 1.2], sse: [1.2, 1.2], websocket: [0.99, 1.2] })).toBeNull()
  })

  it('says nothing of fewer than three transports, or of another scenario', () => {
    const two = runOf({ sse: [1, 1], websocket: [1, 1] })
    const dearer = runOf({ sse: [1.2, 1.2], websocket: [1.2, 1.2] })
    expect(commonCpuRatio(compareRuns(two, dearer), 'lan')).toBeNull()
    const slower = runOf({ polling: [1.2, 1.2], sse: [1.2, 1.2], websocket: [1.2, 1.2] })
    expect(commonCpuRatio(compareRuns(usual, slower), 'lan')).toBeCloseTo(1.2, 9)
    expect(commonCpuRatio(compareRuns(usual, slower), 'wan')).toBeNull()
  })

  it('tells a machine that is slower by 10 % from luck and from a dearer server', () => {
    const base: Simulation = { blocks: 10, latencyMs: 51, latency: 0.01, cpu: 0.08, run: 0, blockCpu: 0.2 }
    const told = (changes: Partial<Simulation>) => {
      const ratios = Array.from({ length: 100 }, (_, index) =>
        commonCpuRatio(
          compareRuns(
            simulateRun(base, index, 2 * index),
            simulateRun({ ...base, ...changes }, index, 2 * index + 1),
          ),
          'lan',
        ),
      )
      return ratios.filter(ratio => ratio !== null).length / ratios.length
    }
    expect(told({ slower: 1.1 })).toBeGreaterThanOrEqual(0.9)
    expect(told({})).toBeLessThanOrEqual(0.02)
    expect(told({ cpuFactor: 1.2 })).toBeLessThanOrEqual(0.02)
  })
})

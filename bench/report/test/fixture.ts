import type { TransportName } from '../../../server/protocol.ts'
import { transportNames } from '../../../server/protocol.ts'
import { type Report, type Scenario, schema, type Trial } from '../types.ts'
import { calibrationFixture } from './fixture-calibration.ts'
import { comparisonsOf, controlOf } from './fixture-comparisons.ts'
import { type Random, randomFrom } from './fixture-random.ts'
import { summaryOf } from './fixture-summary.ts'
import { trialOf } from './fixture-trials.ts'

/** What a made-up report may be told. */
export interface FixtureOptions {
  readonly seed?: number
  readonly blocks?: number
  readonly scenarios?: readonly string[]
  /** Keep the first trials only, as an interrupted run does. */
  readonly kept?: number
  readonly changes?: Partial<Report>
}

/** A report of five transports × six blocks with a control a block, one invalid trial run again, and one failed. */
export function reportFixture(options: FixtureOptions = {}): Report {
  const { seed = 7, blocks = 6, kept = Number.POSITIVE_INFINITY } = options
  const random = randomFrom(seed)
  const scenarios = (options.scenarios ?? ['default']).map((name, index) =>
    scenarioOf(name, blocks, 100 - 75 * index),
  )
  const planned = scenarios.flatMap(scenario => trialsOf(scenario, random))
  const trials = planned.slice(0, kept)
  const cells = scenarios.flatMap(scenario => transportNames.map(transport => ({ scenario, transport })))
  const summary = cells.flatMap(({ scenario, transport }) => {
    const counted = trials.flatMap(trial =>
      trial.status === 'completed' &&
      trial.valid &&
      !trial.control &&
      trial.scenario === scenario.name &&
      trial.transport === transport
        ? [trial]
        : [],
    )
    return counted.length === 0 ? [] : [summaryOf(scenario, transport, counted)]
  })
  const mode = blocks < 6 ? 'smoke' : 'default'
  return {
    schema,
    createdAt: '2018-02-07T09:00:00.000Z',
    command: `npm run bench -- --seed ${seed} --blocks ${blocks}`,
    seed,
    mode,
    status: 'completed',
    plannedTrials: scenarios.length * blocks * 6,
    environment: {
      node: 'v20.20.0',
      os: 'Linux 6.1 x64',
      cpu: 'Example CPU @ 2.40GHz',
      cores: 2,
      memoryBytes: 4 * 1024 ** 3,
      commit: '0123456789ab+changes',
      dependencies: { ws: '8.23.0', express: '5.3.0' },
    },
    scenarios,
    trials,
    summary,
    comparisons: scenarios.flatMap(({ name }) => comparisonsOf(name, mode === 'smoke', summary)),
    expectations: [
      { text: 'websocket.latencyMs.p50 < 60', actual: 50.6, met: true },
      { text: 'polling.latencyMs.p99 < 20', actual: null, met: false },
      { text: 'sse.overheadBytesPerEvent < 1', actual: 77.25, met: false },
    ],
    theory: [],
    floors: [],
    linkCalibration: [calibrationFixture()],
    yardsticks: [],
    controls: scenarios.map(({ name }) => controlOf(name, blocks)),
    capacity: [],
    claims: [],
    ...options.changes,
  }
}

/** Two blocks: figures without verdicts. */
export const smokeFixture = (): Report => reportFixture({ blocks: 2 })

/** A signal came after the third trial. */
export const interruptedFixture = (): Report =>
  reportFixture({
    kept: 3,
    changes: { status: 'interrupted', comparisons: [], controls: [], expectations: [] },
  })

/** Nothing has run yet. */
export const emptyFixture = (): Report =>
  reportFixture({ kept: 0, changes: { status: 'running', comparisons: [], controls: [], expectations: [] } })

/** Two round trips. */
export const twoScenariosFixture = (): Report =>
  reportFixture({ scenarios: ['default/rtt-100', 'default/rtt-25'] })

function scenarioOf(name: string, blocks: number, rttMs: number): Scenario {
  return {
    name,
    experiment: 'default',
    transports: transportNames,
    clients: 30,
    feed: { name: 'earthquakes', arrivals: 'recorded', eventsPerSecond: 10, payloadBytes: null },
    link: { rttMs },
    heads: 'minimal',
    keepAlive: true,
    mount: 'node',
    durationMs: 2_500,
    blocks,
    options: {
      pollIntervalMs: 500,
      pollPace: 'rate',
      pollReads: 'all',
      holdMs: 25_000,
      batch: 'all',
      streamAgeMs: null,
      heartbeatMs: 15_000,
    },
  }
}

/** The second block's first trial is invalid and run again; the third block's control fails. */
function trialsOf(scenario: Scenario, random: Random): readonly Trial[] {
  return Array.from({ length: scenario.blocks }, (_, index) => index + 1).flatMap(block => {
    const control = transportNames[(block - 1) % transportNames.length] as TransportName
    const slots = [
      ...transportNames.map(transport => ({ transport, control: false })),
      { transport: control, control: true },
    ]
    return random.shuffled(slots).flatMap((slot, index): readonly Trial[] => {
      const plan = { ...slot, scenario: scenario.name, block, position: index + 1, attempt: 1 }
      const trial = trialOf(plan, scenario, random)
      if (block === 3 && slot.control) {
        const { startedAt } = trial
        return [
          {
            ...plan,
            status: 'failed',
            startedAt,
            valid: false,
            reason: 'the server ended with exit code 1',
            warnings: [],
          },
        ]
      }
      if (block !== 2 || index !== 0) return [trial]
      const warnings = ['load event-loop delay maximum 31.2 ms, over 20 ms | see "load"']
      return [{ ...trial, valid: false, warnings }, trialOf({ ...plan, attempt: 2 }, scenario, random)]
    })
  })
}

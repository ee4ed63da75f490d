import { type TransportName, transportNames } from '../../server/protocol.ts'
import type { Run } from './between-runs.ts'
import { costOf, directionOf, normalDraws, scenarioOf, trialOf } from './fixtures.ts'
import { seededInts } from './random.ts'

/** What a made-up run is like: medians, coefficients of variation, and what is planted. */
export interface Simulation {
  readonly blocks: number
  readonly latencyMs: number
  /** Of latency and of CPU, between trials. */
  readonly latency: number
  readonly cpu: number
  /** Of a whole run, each transport's every metric for itself. */
  readonly run: number
  /** Of a block's events on pollers' latency, and on everyone's CPU for a delivery. */
  readonly blockLatency?: number
  readonly blockCpu?: number
  /** Factors on p50 and on the server's CPU of all transports. */
  readonly p50Factor?: number
  readonly cpuFactor?: number
  /** Of the whole run: added to every latency, and a factor on both processes' CPU. */
  readonly laterMs?: number
  readonly slower?: number
}

/** Long polling hears of an event in a gap one round trip later, polling at the next poll: both hang on when it came. */
const waits: Record<TransportName, boolean> = {
  polling: true,
  'long-polling': true,
  streaming: false,
  sse: false,
  websocket: false,
}

/** Lognormal trials of all transports; `seed` draws what blocks do, `luck` everything else. */
export function simulateRun(simulation: Simulation, seed: number, luck = seed): Run {
  const { blocks } = simulation
  const events = normalDraws(seededInts(seed))
  const blockEffects = Array.from({ length: blocks }, () => ({ latency: events(), cpu: events() }))
  const normal = normalDraws(seededInts(luck ^ 0x5eed))
  return {
    seed,
    scenarios: [scenarioOf({ transports: transportNames, blocks })],
    trials: transportNames.flatMap(transport => {
      const runEffects = Array.from({ length: 5 }, () => simulation.run * normal())
      return blockEffects.map((block, index) =>
        simulateTrial(simulation, transport, index + 1, {
          latency: waits[transport] ? Math.exp((simulation.blockLatency ?? 0) * block.latency) : 1,
          cpu: Math.exp((simulation.blockCpu ?? 0) * block.cpu),
          luck: (metric, deviation) => Math.exp(runEffects[metric]! + deviation * normal()),
        }),
      )
    }),
  }
}

interface Effects {
  readonly latency: number
  readonly cpu: number
  readonly luck: (metric: number, deviation: number) => number
}

function simulateTrial(
  { latencyMs, latency, cpu, p50Factor = 1, cpuFactor = 1, laterMs = 0, slower = 1 }: Simulation,
  transport: TransportName,
  block: number,
  effects: Effects,
) {
  const p50 = laterMs + latencyMs * p50Factor * effects.latency * effects.luck(0, latency)
  const mean = laterMs + 1.1 * latencyMs * effects.latency * effects.luck(2, latency)
  return {
    ...template,
    transport,
    block,
    latencyMs: { ...template.latencyMs, p50, mean },
    server: {
      ...costOf(110 * cpuFactor * slower * effects.cpu * effects.luck(1, cpu)),
      rssBytes: 8e7 * effects.luck(3, 0.03),
    },
    load: costOf(150 * slower * effects.cpu * effects.luck(4, cpu)),
    windowBytes: {
      up: directionOf(0, 0, 0, 0),
      down: directionOf(75_000 * effects.luck(4, 0.05), 0, 0, 75_000),
    },
  }
}

const template = trialOf({ transport: 'sse' })

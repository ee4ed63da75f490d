import type { TransportName } from '../../server/protocol.ts'
import type { Report, Scenario } from '../report/types.ts'
import { pairByBlock, type TrialPair } from './paired.ts'
import { countedTrials } from './selection.ts'

/** A run with one of its scenarios. */
export interface Side extends Pick<Report, 'seed' | 'trials'> {
  readonly scenario: Scenario
}

/**
 * Whether the blocks of two runs of a scenario are the same, so that the trials of a block make a pair: one seed, and
 * the same settings of all that a seed's events and poll phases come from. Other code may make other events of one
 * seed: each pair's window must hold as many.
 */
export function haveSameBlocks(a: Side, b: Side): boolean {
  return (
    a.seed === b.seed &&
    isEqual(settingsOf(a.scenario), settingsOf(b.scenario)) &&
    a.scenario.transports
      .flatMap(transport => pairTrials(a, b, transport))
      .every(([second, first]) => second.events.published === first.events.published)
  )
}

/** The trials of a transport that both runs have of a block, B's before A's. */
export function pairTrials(a: Side, b: Side, transport: TransportName): TrialPair[] {
  const trialsOf = ({ scenario, trials }: Side) =>
    countedTrials(trials, { scenario: scenario.name, transport, control: false })
  return pairByBlock(trialsOf(b), trialsOf(a))
}

/** Heads, connections and mount may differ: they are what such a comparison is made for. */
function settingsOf({ feed, clients, link, options, durationMs, transports }: Scenario) {
  return { feed, clients, link, options, durationMs, transports }
}

/** Whether two values of JSON are the same, whatever the order of their fields. */
function isEqual(a: unknown, b: unknown): boolean {
  if (!isObject(a) || !isObject(b)) return a === b
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(key => key in b && isEqual(a[key], b[key]))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

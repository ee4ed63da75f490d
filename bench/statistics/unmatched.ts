import { type TransportName, transportNames } from '../../server/protocol.ts'
import { type Scenario, type SummaryMetric, summaryMetrics } from '../report/types.ts'
import type { Run } from './between-runs.ts'
import { countedTrials } from './selection.ts'
import { trialValues } from './trial-values.ts'

/** What only one of two runs has: a scenario, a transport's valid trials in it, or a transport's metric. */
export interface Unmatched {
  readonly onlyIn: 'A' | 'B'
  readonly scenario: string
  /** Null: the whole scenario. */
  readonly transport: TransportName | null
  /** Null: the whole transport. */
  readonly metric: SummaryMetric | null
}

/** Everything that cannot be compared because the other run lacks it, the largest whole of it once. */
export function unmatched(a: Run, b: Run): Unmatched[] {
  return [...onlyIn('A', a, b), ...onlyIn('B', b, a)]
}

function onlyIn(side: Unmatched['onlyIn'], run: Run, other: Run): Unmatched[] {
  return run.scenarios.flatMap((scenario): Unmatched[] => {
    const twin = other.scenarios.find(({ name }) => name === scenario.name)
    const whole = { onlyIn: side, scenario: scenario.name, transport: null, metric: null }
    if (twin === undefined) return [whole]
    return transportNames
      .filter(transport => hasTrials(run, scenario, transport))
      .flatMap((transport): Unmatched[] =>
        hasTrials(other, twin, transport)
          ? summaryMetrics
              .filter(
                metric =>
                  trialValues(run, scenario, transport, metric).length > 0 &&
                  trialValues(other, twin, transport, metric).length === 0,
              )
              .map(metric => ({ ...whole, transport, metric }))
          : [{ ...whole, transport }],
      )
  })
}

function hasTrials({ trials }: Run, { name }: Scenario, transport: TransportName): boolean {
  return countedTrials(trials, { scenario: name, transport, control: false }).size > 0
}

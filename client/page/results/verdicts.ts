import type { Comparison, Estimate, Report, SummaryMetric } from '../../../bench/report/types.ts'
import type { TransportName } from '../../../server/protocol.ts'

/** What a pair of transports came out at: the lower one first, its ratio to the other below 1. */
export interface Verdict {
  readonly metric: SummaryMetric
  /** `lower`: `a` is. `none`: no difference was shown, which is not that there is none. */
  readonly outcome: 'lower' | 'none'
  readonly a: TransportName
  readonly b: TransportName
  readonly ratio: Estimate
  readonly difference: Estimate
}

/** The pairs that decide a choice, in the order in which they are told. */
const keyPairs: readonly (readonly [SummaryMetric, TransportName, TransportName])[] = [
  ['latencyMs.p50', 'websocket', 'polling'],
  ['latencyMs.p50', 'websocket', 'long-polling'],
  ['latencyMs.p50', 'websocket', 'sse'],
  ['requestsPerClientPerMinute', 'long-polling', 'polling'],
  ['overheadBytesPerEvent', 'websocket', 'polling'],
  ['overheadBytesPerEvent', 'websocket', 'sse'],
  ['cpuMicrosPerDelivery', 'websocket', 'polling'],
  ['cpuMicrosPerDelivery', 'websocket', 'long-polling'],
]

/** A scenario's verdicts on those pairs; none in a smoke run. */
export function verdictsOf(
  { comparisons }: Pick<Report, 'comparisons'>,
  scenario: string,
): readonly Verdict[] {
  return keyPairs.flatMap(([metric, one, other]) => {
    const found = comparisons.find(
      ({ a, b, ...pair }) =>
        pair.scenario === scenario &&
        pair.metric === metric &&
        ((a === one && b === other) || (a === other && b === one)),
    )
    return found === undefined || found.verdict === null ? [] : [told(found, one)]
  })
}

function told(comparison: Comparison, first: TransportName): Verdict {
  const { verdict, metric } = comparison
  const outcome = verdict === 'no difference shown' ? 'none' : 'lower'
  const isTurned = outcome === 'none' ? comparison.a !== first : verdict === 'b lower'
  const { a, b, ratio, difference } = isTurned ? turned(comparison) : comparison
  return { metric, outcome, a, b, ratio, difference }
}

function turned({ a, b, ratio, difference }: Comparison) {
  const over = (value: number | null) => (value === null || value === 0 ? null : 1 / value)
  const less = (value: number | null) => (value === null ? null : 0 - value)
  return {
    a: b,
    b: a,
    ratio: { median: over(ratio.median), low: over(ratio.high), high: over(ratio.low) },
    difference: { median: less(difference.median), low: less(difference.high), high: less(difference.low) },
  }
}

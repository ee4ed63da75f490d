import type { Comparison, Control, Report } from '../types.ts'
import { summaryMetrics } from '../types.ts'
import { estimate } from './fixture-summary.ts'

/** Every pair of a scenario's cells on every metric. */
export function comparisonsOf(
  scenario: string,
  smoke: boolean,
  summary: Report['summary'],
): readonly Comparison[] {
  const cells = summary.filter(cell => cell.scenario === scenario)
  return summaryMetrics.flatMap(metric =>
    cells.flatMap((a, index) =>
      cells.slice(index + 1).map(b => {
        const [one, other] = [a, b].map(cell => medianOf(cell, metric))
        const ratio = one == null || other == null || other === 0 ? null : one / other
        const difference = one == null || other == null ? null : one - other
        const verdict =
          ratio !== null && ratio < 0.9
            ? 'a lower'
            : ratio !== null && ratio > 1.1
              ? 'b lower'
              : 'no difference shown'
        return {
          scenario,
          metric,
          a: a.transport,
          b: b.transport,
          ratio: around(ratio),
          difference: around(difference),
          p: Math.min(a.trials, b.trials) < 10 ? null : verdict === 'no difference shown' ? 0.25 : 20 / 1_024,
          verdict: smoke
            ? null
            : difference !== null && ratio === null
              ? difference > 0
                ? 'b lower'
                : 'no difference shown'
              : verdict,
        } satisfies Comparison
      }),
    ),
  )
}

function medianOf(cell: Report['summary'][number], metric: Comparison['metric']): number | null {
  const [head, tail] = metric.split('.')
  const found = cell[head as 'latencyMs'] as unknown as Record<string, unknown>
  const value = tail === undefined ? found : (found[tail] as Record<string, unknown>)
  return value.median as number | null
}

const around = (median: number | null) =>
  median === null ? estimate([]) : estimate([median * 0.97, median, median * 1.04])

/** A control of a scenario. */
export function controlOf(scenario: string, pairs: number): Control {
  return {
    scenario,
    metric: 'latencyMs.p50',
    pairs,
    ratio: estimate([0.98, 1.01, 1.03]),
    difference: estimate([-0.7, 0.2, 1.1]),
  }
}

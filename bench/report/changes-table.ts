import type { Change } from '../statistics/run-change.ts'
import { probability } from './comparisons.ts'
import { figure, noFigure } from './figures.ts'
import { metricLabels, transportLabels } from './labels.ts'
import { numbers, type Table, texts } from './tables.ts'

/** Changes from run A to run B, a row for each metric of a transport; p only where one has it. */
export function changesTable(changes: readonly Change[]): Table {
  const hasP = changes.some(({ p }) => p !== null)
  return {
    caption: `All metrics: medians over trials, and B against A over ${pairsOf(changes)} [95 % interval]`,
    columns: [
      ...texts('scenario', 'transport', 'figure'),
      ...numbers('trials', 'A', 'B', 'B ÷ A', 'B − A', ...(hasP ? ['p (Holm)'] : [])),
      ...texts('verdict'),
    ],
    rows: changes.map(change => row(change, hasP)),
  }
}

function pairsOf(changes: readonly Change[]): string {
  const all = 'all pairs of trials'
  const blocks = 'the pairs of trials of a block'
  if (changes.every(({ isPaired }) => isPaired)) return blocks
  return changes.some(({ isPaired }) => isPaired) ? `${blocks}, or ${all}` : all
}

function row(change: Change, hasP: boolean): readonly string[] {
  const { scenario, transport, metric, trials, a, b, ratio, difference, p, verdict } = change
  const { scale, heading } = metricLabels[metric]
  return [
    scenario,
    transportLabels[transport],
    heading,
    `${trials.a}, ${trials.b}`,
    figure(a, scale),
    figure(b, scale),
    figure(ratio),
    figure(difference, scale),
    ...(hasP ? [probability(p)] : []),
    verdict ?? noFigure,
  ]
}

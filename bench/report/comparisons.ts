import type { TransportName } from '../../server/protocol.ts'
import { figure, inverse, noFigure, scaled } from './figures.ts'
import { metricLabels, transportLabels, transportWords } from './labels.ts'
import { numbers, type Table, texts } from './tables.ts'
import type { Comparison, Estimate, Report, SummaryMetric } from './types.ts'

/** Each pair of transports on each metric, with its verdict. */
export function comparisonsTable(report: Report, scenario: string): Table {
  const comparisons = report.comparisons.filter(comparison => comparison.scenario === scenario)
  const hasP = comparisons.some(({ p }) => p !== null)
  return {
    caption: `Pairs of transports, compared within blocks [95 % interval]${hasP ? '; p of a permutation test over blocks, adjusted by Holm over the pairs of a figure' : ''}`,
    columns: [
      ...texts('figure', 'a', 'b'),
      ...numbers('a ÷ b', 'a − b'),
      ...texts('unit'),
      ...(hasP ? numbers('p (Holm)') : []),
      ...texts('verdict'),
    ],
    rows: comparisons.map(comparison => [
      metricLabels[comparison.metric].words,
      transportLabels[comparison.a],
      transportLabels[comparison.b],
      ...ratioAndDifference(comparison),
      ...(hasP ? [probability(comparison.p)] : []),
      verdictOf(comparison),
    ]),
  }
}

/** The A/A control: a transport against itself, which should come out at 1 and 0. */
export function controlTable(report: Report, scenario: string): Table {
  return {
    caption: 'Control: one transport against itself within a block [95 % interval]',
    columns: [...texts('figure'), ...numbers('pairs', 'ratio', 'difference'), ...texts('unit')],
    rows: report.controls
      .filter(control => control.scenario === scenario)
      .map(control => [
        metricLabels[control.metric].words,
        String(control.pairs),
        ...ratioAndDifference(control),
      ]),
  }
}

function ratioAndDifference(pair: {
  metric: SummaryMetric
  ratio: Estimate
  difference: Estimate
}): readonly [string, string, string] {
  const { scale, unit } = metricLabels[pair.metric]
  return [figure(pair.ratio), figure(pair.difference, scale), unit === '%' ? 'percentage points' : unit]
}

/** A p-value to three decimals; a dash where there is none. */
export function probability(p: number | null): string {
  if (p === null) return noFigure
  return p < 0.001 ? '< 0.001' : p.toFixed(3)
}

function verdictOf({ verdict, a, b }: Comparison): string {
  if (verdict === null) return noFigure
  if (verdict === 'no difference shown') return verdict
  return `${transportLabels[verdict === 'a lower' ? a : b]} lower`
}

/** The few pairs that decide a choice, in the order in which they are told. */
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

/** The verdicts that decide a choice, a sentence each; none in a smoke run. */
export function keyDifferences(report: Report, scenario: string): readonly string[] {
  return keyPairs.flatMap(([metric, one, other]) => {
    const found = report.comparisons.find(
      ({ a, b, ...pair }) =>
        pair.scenario === scenario &&
        pair.metric === metric &&
        ((a === one && b === other) || (a === other && b === one)),
    )
    return found === undefined || found.verdict === null ? [] : [sentence(found, found.verdict)]
  })
}

function sentence(comparison: Comparison, verdict: NonNullable<Comparison['verdict']>): string {
  const { words, unit } = metricLabels[comparison.metric]
  if (verdict === 'no difference shown') {
    const pair = `${transportWords[comparison.a]} and ${transportWords[comparison.b]}`
    return `No difference shown in ${words} between ${pair}: ${evidence(comparison)}`
  }
  const { a, b, ratio, difference } = verdict === 'a lower' ? comparison : turned(comparison)
  const claim = `${transportLabels[a]}’s ${words} is lower than ${transportWords[b]}’s`
  return `${claim}: ${evidence({ ...comparison, ratio, difference })}${ratio.median === null ? ` ${unit}` : ''}`
}

function turned(comparison: Comparison): Comparison {
  const { low, high, median } = scaled(comparison.difference, -1)
  return {
    ...comparison,
    a: comparison.b,
    b: comparison.a,
    ratio: inverse(comparison.ratio),
    difference: { median, low: high, high: low },
  }
}

/** The ratio, or the difference where one side is nought and a ratio says nothing. */
function evidence({ metric, ratio, difference }: Comparison): string {
  if (ratio.median !== null) return `ratio ${figure(ratio)}`
  return `difference ${figure(difference, metricLabels[metric].scale)}`
}

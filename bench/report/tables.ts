import { transportNames } from '../../server/protocol.ts'
import { byteCategories } from '../wire/books.ts'
import { figure, grouped, significant } from './figures.ts'
import { categoryLabels, metricLabels, transportLabels } from './labels.ts'
import { mergedPercentiles, shownPercentiles } from './percentiles.ts'
import type { Estimate, Report, Summary, SummaryMetric } from './types.ts'

/** A table as data, made once and drawn by every renderer. A row's first cell names the row. */
export interface Table {
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
}

/** `number` cells stand to the right. */
export interface Column {
  readonly heading: string
  readonly kind: 'text' | 'number'
}

/** Columns of words. */
export const texts = (...headings: string[]): Column[] => headings.map(heading => ({ heading, kind: 'text' }))

/** Columns of figures. */
export const numbers = (...headings: string[]): Column[] =>
  headings.map(heading => ({ heading, kind: 'number' }))

/** The figures that the glance shows, in its order. */
export const glanceMetrics = [
  'latencyMs.p50',
  'latencyMs.p90',
  'requestsPerClientPerMinute',
  'emptyShare',
  'headBytesPerEvent',
  'overheadBytesPerEvent',
  'cpuMicrosPerDelivery',
] as const satisfies readonly SummaryMetric[]

/** A scenario's cells, in the order in which the transports are taught. */
export function summariesOf(report: Report, scenario: string): readonly Summary[] {
  const order = (summary: Summary) => transportNames.indexOf(summary.transport)
  return report.summary.filter(cell => cell.scenario === scenario).toSorted((a, b) => order(a) - order(b))
}

/** What each transport costs and how fast it is. */
export function glanceTable(summaries: readonly Summary[]): Table {
  return perTransport(
    `${summaries[0]?.scenario ?? ''} at a glance: median over trials, p90 of all receipts [95 % interval]`,
    summaries,
    glanceMetrics.map(name => {
      const { heading, of, scale } = metricLabels[name]
      return [heading, summary => figure(of(summary), scale)]
    }),
  )
}

/** Latency, as medians over trials of each trial's own percentile. */
export function latencyTable(summaries: readonly Summary[]): Table {
  const names = ['min', 'p50', 'mean', 'p90', 'p99', 'max'] as const
  return perTransport(
    'Latency in ms: median over trials of each trial’s figure; p90 and p99 of all receipts [95 % interval]',
    summaries,
    [
      ...names.map((name): Cell => [name, ({ latencyMs }) => figure(latencyMs[name])]),
      ['receipts', ({ latencyMs }) => grouped(latencyMs.count)],
      ['independent events', ({ latencyMs }) => grouped(latencyMs.independent)],
    ],
  )
}

/** The points of the latency picture. */
export function mergedTable(summaries: readonly Summary[]): Table {
  return perTransport(
    'Latency percentiles in ms, the receipts of all valid trials merged',
    summaries,
    shownPercentiles.map((percentile, index) => [
      `p${percentile}`,
      summary => significant(mergedPercentiles(summary)[index]?.milliseconds ?? null),
    ]),
  )
}

/** Bytes for each delivered event, by what they are, and the bytes of connecting. */
export function bytesTable(summaries: readonly Summary[]): Table {
  return perTransport('Bytes per event, both directions: median over trials [95 % interval]', summaries, [
    ...byteCategories.map((name): Cell => [categoryLabels[name], summary => figure(bytesOf(summary, name))]),
    ['overhead', summary => figure(summary.overheadBytesPerEvent)],
    ['total', summary => figure(summary.bytesPerEvent)],
    ['setup, B/client', summary => figure(summary.setupBytesPerClient)],
  ])
}

/** Requests, and what a delivery costs each side. */
export function costTable(summaries: readonly Summary[]): Table {
  const names = [
    'requestsPerClientPerMinute',
    'emptyShare',
    'cpuMicrosPerDelivery',
    'loadCpuMicrosPerDelivery',
    'serverRssBytes',
  ] as const
  return perTransport('Requests and computing: median over trials [95 % interval]', summaries, [
    ...names.map((name): Cell => {
      const { heading, of, scale } = metricLabels[name]
      return [heading, summary => figure(of(summary), scale)]
    }),
    ['connections/client', summary => figure(summary.connectionsPerClient)],
    ['valid trials', summary => grouped(summary.trials)],
    ['lost', summary => grouped(summary.lost)],
    ['duplicated', summary => grouped(summary.duplicated)],
    ['out of order', summary => grouped(summary.reordered)],
  ])
}

/** Bytes of one kind for each delivered event. */
export function bytesOf(summary: Summary, category: (typeof byteCategories)[number]): Estimate {
  return summary[`${category}BytesPerEvent`]
}

type Cell = readonly [heading: string, show: (summary: Summary) => string]

function perTransport(caption: string, summaries: readonly Summary[], cells: readonly Cell[]): Table {
  return {
    caption,
    columns: [...texts('transport'), ...numbers(...cells.map(([heading]) => heading))],
    rows: summaries.map(summary => [
      transportLabels[summary.transport],
      ...cells.map(([, show]) => show(summary)),
    ]),
  }
}

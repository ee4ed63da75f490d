import type { ChartConfiguration } from 'chart.js'
import type { Report, Summary } from '../../../bench/report/types.ts'
import { byteCategories } from '../../../bench/wire/books.ts'
import { type TransportName, transportNames } from '../../../server/protocol.ts'
import type { Text } from '../i18n.ts'
import { categoryKeys, nameKeys } from '../lab/names.ts'
import type { Language } from '../state.ts'
import { type BarPart, type Bars, barsChart } from './bars-chart.ts'
import { type ChartFigure, createChartFigure } from './chart-figure.ts'
import { type MetricText, metrics } from './metrics.ts'
import { createFoldedTable, figure, type TableText } from './table.ts'

/** What the charts of a scenario are called by. */
const names = ['bytes', 'requests', 'cpu'] as const
type Name = (typeof names)[number]

/** How deep the transport's colour is in each kind of byte. */
const depths = ['ff', 'b3', '73', '33'] as const

const words = {
  bytes: { title: 'results.bytes', note: 'results.bytesNote', picture: 'results.bytesPicture' },
  requests: { title: 'results.requests', note: 'results.requestsNote', picture: 'results.requestsPicture' },
  cpu: { title: 'results.cpu', note: 'results.cpuNote', picture: 'results.cpuPicture' },
} as const

const units: Readonly<Record<Name, string>> = { bytes: 'B', requests: '', cpu: 'µs' }

const partsOf: Readonly<Record<Name, (cells: readonly Summary[], text: Text) => readonly BarPart[]>> = {
  bytes: (cells, text) =>
    byteCategories.map((name, index) => ({
      label: text(categoryKeys[name]),
      depth: depths[index] ?? 'ff',
      values: cells.map(cell => cell[`${name}BytesPerEvent`].median),
    })),
  requests: (cells, text) => [
    part(text('results.answered'), 'ff', cells, cell => requests(cell, 1 - emptyOf(cell))),
    part(text('results.empty'), '59', cells, cell => requests(cell, emptyOf(cell))),
  ],
  cpu: (cells, text) => [
    part(text('results.metricCpu'), 'ff', cells, cell => cell.cpuMicrosPerDelivery.median),
  ],
}

const columnsOf: Readonly<Record<Name, readonly MetricText[]>> = {
  bytes: [metrics.headBytesPerEvent, metrics.overheadBytesPerEvent, metrics.bytesPerEvent],
  requests: [metrics.requestsPerClientPerMinute, metrics.emptyShare],
  cpu: [metrics.cpuMicrosPerDelivery, metrics.loadCpuMicrosPerDelivery, metrics.serverRssBytes],
}

/** Creates a scenario's charts of bytes, requests and CPU, each with its numbers; none of what a run knows nothing of. */
export function createScenarioCharts(
  report: Report,
  scenario: string,
  { text, language }: { readonly text: Text; readonly language: Language },
): readonly ChartFigure[] {
  const cells = cellsOf(report, scenario)
  const transports = cells.map(({ transport }) => transport)
  return names.flatMap(name => {
    const { title, note, picture } = words[name]
    const parts = partsOf[name](cells, text)
    if (parts.every(({ values }) => values.every(value => value === null))) return []
    const bars: Bars = { transports, parts, axis: text(title), unit: units[name] }
    const table = createFoldedTable(text('results.asTable'), tableOf(name, cells, text, language))
    return createChartFigure(
      { title: text(title), note: text(note), picture: text(picture) },
      palette => barsChart(bars, { palette, text, language }) as ChartConfiguration,
      { table },
    )
  })
}

/** A scenario's cells in the order of the transports. */
export function cellsOf({ summary }: Pick<Report, 'summary'>, scenario: string): readonly Summary[] {
  const place = (name: TransportName) => transportNames.indexOf(name)
  return summary
    .filter(cell => cell.scenario === scenario)
    .toSorted((a, b) => place(a.transport) - place(b.transport))
}

function tableOf(name: Name, cells: readonly Summary[], text: Text, language: Language): TableText {
  const kinds = name === 'bytes' ? byteCategories : []
  const columns = columnsOf[name]
  return {
    caption: text(words[name].title),
    columns: [
      text('results.transport'),
      ...kinds.map(kind => text(categoryKeys[kind])),
      ...columns
        .slice(kinds.length > 0 ? 1 : 0)
        .map(({ key, unit }) => (unit ? `${text(key)}, ${unit}` : text(key))),
      text('results.trialsColumn'),
    ],
    rows: cells.map(cell => [
      text(nameKeys[cell.transport]),
      ...kinds.map(kind => figure(cell[`${kind}BytesPerEvent`], language)),
      ...columns.slice(kinds.length > 0 ? 1 : 0).map(({ of, scale }) => figure(of(cell), language, scale)),
      String(cell.trials),
    ]),
  }
}

function part(
  label: string,
  depth: string,
  cells: readonly Summary[],
  of: (cell: Summary) => number | null,
): BarPart {
  return { label, depth, values: cells.map(of) }
}

const emptyOf = ({ emptyShare }: Summary) => emptyShare.median ?? 0

function requests({ requestsPerClientPerMinute: { median } }: Summary, share: number): number | null {
  return median === null ? null : median * share
}

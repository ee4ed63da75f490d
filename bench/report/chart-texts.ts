import { significant } from './figures.ts'
import { transportWords } from './labels.ts'
import { mergedPercentiles } from './percentiles.ts'
import { bytesTable, costTable, mergedTable, type Table } from './tables.ts'
import type { Summary } from './types.ts'

/** The charts of a scenario; the names are their files' too. */
export const chartNames = ['latency', 'bytes', 'requests'] as const

/** One of the charts. */
export type ChartName = (typeof chartNames)[number]

export const themes = ['light', 'dark'] as const
/** What a chart is drawn on. */
export type Theme = (typeof themes)[number]

/** What is said about a chart in words. */
export interface ChartText {
  readonly title: string
  /** How to read it. */
  readonly caption: string
  /** What it shows, for those who do not see it. */
  readonly alt: (summaries: readonly Summary[]) => string
  /** Its numbers. */
  readonly table: (summaries: readonly Summary[]) => Table
  /** Whether there is anything to draw. */
  readonly isDrawable: (summaries: readonly Summary[]) => boolean
}

/** Every chart's words. */
export const chartTexts: Readonly<Record<ChartName, ChartText>> = {
  latency: {
    title: 'Latency percentiles',
    caption:
      'Lower is better. Both scales are stretched: milliseconds by decades, percentiles towards both ends. Points are the merged receipts of all valid trials; lines only lead the eye.',
    alt: summaries =>
      `Line chart of latency percentiles on a logarithmic scale. Median: ${each(summaries, ({ latencyMs }) => `${significant(latencyMs.p50.median)} ms`)}.`,
    table: mergedTable,
    isDrawable: summaries =>
      summaries.some(cell => mergedPercentiles(cell).some(({ milliseconds }) => (milliseconds ?? 0) > 0)),
  },
  bytes: {
    title: 'Bytes per event',
    caption:
      'What it takes to bring one event to one client, both directions, connecting apart. Payload is what was wanted; the rest is overhead.',
    alt: summaries =>
      `Stacked bars of bytes per event by kind. Total, and overhead in it: ${each(
        summaries,
        cell =>
          `${significant(cell.bytesPerEvent.median)} B, ${significant(cell.overheadBytesPerEvent.median)} B`,
      )}.`,
    table: bytesTable,
    isDrawable: summaries => summaries.some(({ bytesPerEvent }) => bytesPerEvent.median !== null),
  },
  requests: {
    title: 'Requests per client and minute',
    caption:
      'Requests of the measured window; the empty ones brought no event. An open transport asks once and then sends none.',
    alt: summaries =>
      `Stacked bars of requests per client and minute, with and without events. ${each(
        summaries,
        requestsInWords,
      )}.`,
    table: costTable,
    isDrawable: summaries =>
      summaries.some(({ requestsPerClientPerMinute }) => requestsPerClientPerMinute.median !== null),
  },
}

/** The file of a chart; the first scenario's have the plain names, `latency-light.png`. */
export function pictureFile(chart: ChartName, scenario: number, theme: Theme): string {
  return scenario === 0 ? `${chart}-${theme}.png` : `${chart}-${scenario + 1}-${theme}.png`
}

function each(summaries: readonly Summary[], say: (summary: Summary) => string): string {
  return summaries.map(cell => `${transportWords[cell.transport]} ${say(cell)}`).join('; ')
}

function requestsInWords({ requestsPerClientPerMinute: { median }, emptyShare }: Summary): string {
  const share = emptyShare.median === null ? '' : `, ${significant(emptyShare.median * 100)} % of them empty`
  return significant(median) + share
}

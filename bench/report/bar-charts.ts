import type { ChartConfiguration } from 'chart.js'
import { byteCategories } from '../wire/books.ts'
import { type Look, palettes } from './chart-look.ts'
import { significant } from './figures.ts'
import { categoryLabels, staysOpen } from './labels.ts'
import { stackedBars } from './stacked-bars.ts'
import { bytesOf } from './tables.ts'
import type { Summary } from './types.ts'

/** Bytes per event, a bar a transport, stacked by kind. */
export function bytesChart(summaries: readonly Summary[], look: Look): ChartConfiguration {
  const { categories } = palettes[look.theme]
  return stackedBars({
    chart: 'bytes',
    summaries,
    look,
    unit: 'bytes per event',
    datasets: byteCategories.map(category => ({
      label: categoryLabels[category],
      data: summaries.map(summary => bytesOf(summary, category).median),
      backgroundColor: categories[category],
    })),
    endLabel: ({ bytesPerEvent, overheadBytesPerEvent }) =>
      `${significant(bytesPerEvent.median)} B, overhead ${significant(overheadBytesPerEvent.median)} B`,
  })
}

/** Requests per client and minute, a bar a transport, those without an event stacked on those with one. */
export function requestsChart(summaries: readonly Summary[], look: Look): ChartConfiguration {
  const { answered, empty } = palettes[look.theme]
  const emptyOf = ({ requestsPerClientPerMinute: { median }, emptyShare }: Summary) =>
    median === null ? null : median * (emptyShare.median ?? 0)
  const answeredOf = (summary: Summary) => {
    const { median } = summary.requestsPerClientPerMinute
    return median === null ? null : median - (emptyOf(summary) ?? 0)
  }
  return stackedBars({
    chart: 'requests',
    summaries,
    look,
    unit: 'requests per client and minute',
    datasets: [
      { label: 'brought events', data: summaries.map(answeredOf), backgroundColor: answered },
      { label: 'empty', data: summaries.map(emptyOf), backgroundColor: empty },
    ],
    endLabel: requestsLabel,
  })
}

function requestsLabel({ transport, requestsPerClientPerMinute: { median }, emptyShare }: Summary): string {
  if (median === 0 && staysOpen[transport]) return '0: it stays open'
  const share = emptyShare.median === null ? '' : `, ${significant(emptyShare.median * 100, 2)} % empty`
  return significant(median) + share
}

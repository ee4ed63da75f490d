import type { ChartConfiguration } from 'chart.js'
import type { TransportName } from '../../../server/protocol.ts'
import type { Text } from '../i18n.ts'
import { axis, frame } from '../lab/charts-frame.ts'
import type { LadderPalette } from '../lab/ladder/palette.ts'
import { nameKeys } from '../lab/names.ts'
import { significant } from '../lab/numbers.ts'
import type { Language } from '../state.ts'

/** One part of every bar: a depth of the transport's colour, as a hexadecimal alpha. */
export interface BarPart {
  readonly label: string
  readonly depth: string
  /** A value a transport, null where there is none. */
  readonly values: readonly (number | null)[]
}

/** Lying bars, one a transport. */
export interface Bars {
  readonly transports: readonly TransportName[]
  readonly parts: readonly BarPart[]
  readonly axis: string
  readonly unit: string
}

/** Lying stacked bars from nought, one a transport, with the parts in ink in the legend. */
export function barsChart(
  { transports, parts, axis: title, unit }: Bars,
  { palette, text, language }: { palette: LadderPalette; text: Text; language: Language },
): ChartConfiguration<'bar', (number | null)[]> {
  const base = frame(palette)
  const x = axis(title, palette)
  const legend = parts.map(({ label, depth }) => ({
    text: label,
    fontColor: palette.ink,
    fillStyle: palette.ink + depth,
    strokeStyle: palette.ink,
    lineWidth: 1,
    pointStyle: 'rect' as const,
  }))
  return {
    type: 'bar',
    data: {
      labels: transports.map(name => text(nameKeys[name])),
      datasets: parts.map(({ label, depth, values }) => ({
        label,
        data: [...values],
        backgroundColor: transports.map(name => palette.transports[name] + depth),
        borderColor: palette.ink,
        borderWidth: { right: 1 },
        maxBarThickness: 28,
      })),
    },
    options: {
      ...base,
      indexAxis: 'y',
      scales: {
        x: { ...x, stacked: true, min: 0, ticks: { ...x.ticks, autoSkip: true } },
        y: { ...axis('', palette), stacked: true, grid: { display: false } },
      },
      plugins: {
        legend: {
          ...base.plugins.legend,
          display: parts.length > 1,
          labels: { ...base.plugins.legend.labels, generateLabels: () => legend },
        },
        tooltip: {
          callbacks: {
            label: ({ dataset, parsed }) =>
              `${dataset.label ?? ''}: ${significant(parsed.x, language)} ${unit}`,
          },
        },
      },
    },
  }
}

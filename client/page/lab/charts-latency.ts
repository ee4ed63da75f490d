import type { ChartConfiguration, ChartDataset, TooltipItem } from 'chart.js'
import type { TransportName } from '../../../server/protocol.ts'
import type { Text } from '../i18n.ts'
import type { Language } from '../state.ts'
import { axis, frame, strokes } from './charts-frame.ts'
import {
  drawnPercentiles,
  logit,
  logSteps,
  measuredPoints,
  type Point,
  percentileAt,
  theoryPoints,
} from './charts-points.ts'
import type { TransportFigures } from './figures.ts'
import type { LadderPalette } from './ladder/palette.ts'
import { nameKeys } from './names.ts'
import { significant } from './numbers.ts'

/** What a chart is drawn from. */
export interface ChartInput {
  readonly figures: Readonly<Record<TransportName, TransportFigures>>
  readonly shown: readonly TransportName[]
  readonly palette: LadderPalette
  readonly text: Text
  readonly language: Language
}

/** Latency in ms (log) over percentile (logit): a line a transport, and hollow markers where theory has it. */
export function latencyChart(input: ChartInput): ChartConfiguration<'line', Point[]> {
  const { shown, palette, text, language } = input
  const datasets = [...shown.map(name => measured(name, input)), ...shown.map(name => predicted(name, input))]
  const values = datasets.flatMap(({ data }) => data.map(({ y }) => y))
  const base = frame(palette)
  const isMeasured = (item: { datasetIndex?: number }) => (item.datasetIndex ?? 0) < shown.length
  return {
    type: 'line',
    data: { datasets },
    options: {
      ...base,
      scales: { x: percentileAxis(input), y: millisecondAxis(values, input) },
      plugins: {
        legend: { ...base.plugins.legend, labels: { ...base.plugins.legend.labels, filter: isMeasured } },
        tooltip: {
          callbacks: {
            title: ([item]: TooltipItem<'line'>[]) => (item ? percentileAt((item.raw as Point).x) : ''),
            label: ({ dataset, raw }: TooltipItem<'line'>) =>
              `${dataset.label ?? ''}: ${significant((raw as Point).y, language)} ms`,
          },
        },
      },
    },
  }

  function percentileAxis({ palette: colours }: ChartInput) {
    const shared = axis(text('lab.chartLatencyX'), colours)
    return {
      ...shared,
      type: 'linear' as const,
      min: logit(drawnPercentiles[0]) - 0.25,
      max: logit(99) + 0.25,
      afterBuildTicks: ticksAt(drawnPercentiles.map(logit)),
      ticks: { ...shared.ticks, callback: (value: string | number) => percentileAt(Number(value)) },
    }
  }
}

function millisecondAxis(values: readonly number[], { text, palette, language }: ChartInput) {
  const steps = logSteps(values)
  const shared = axis(text('lab.chartLatencyY'), palette)
  return {
    ...shared,
    type: 'logarithmic' as const,
    min: (steps[0] ?? 1) * 0.9,
    max: (steps.at(-1) ?? 10) * 1.1,
    afterBuildTicks: ticksAt(steps),
    ticks: { ...shared.ticks, callback: (value: string | number) => significant(Number(value), language) },
  }
}

function ticksAt(values: readonly number[]) {
  return (scale: { ticks: { value: number }[] }) => {
    scale.ticks = values.map(value => ({ value }))
  }
}

function measured(
  name: TransportName,
  { figures, palette, text }: ChartInput,
): ChartDataset<'line', Point[]> {
  const { pointStyle, dash, width } = strokes[name]
  const color = palette.transports[name]
  return {
    label: text(nameKeys[name]),
    data: [...measuredPoints(figures[name].latencyMs)],
    borderColor: color,
    backgroundColor: color,
    pointStyle,
    pointRadius: 4,
    borderDash: [...dash],
    borderWidth: width,
  }
}

function predicted(
  name: TransportName,
  { figures, palette, text }: ChartInput,
): ChartDataset<'line', Point[]> {
  return {
    label: text('lab.chartTheory', { name: text(nameKeys[name]) }),
    data: [...theoryPoints(figures[name].theory)],
    showLine: false,
    borderColor: palette.transports[name],
    backgroundColor: 'transparent',
    pointBorderWidth: 1.5,
    pointStyle: strokes[name].pointStyle,
    pointRadius: 9,
  }
}

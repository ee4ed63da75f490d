import type { ChartConfiguration, ChartDataset, ChartType, LegendItem, TooltipItem } from 'chart.js'
import { axis, frame } from './chart-frame.ts'
import { type Look, palettes, strokes } from './chart-look.ts'
import { chartTexts } from './chart-texts.ts'
import { significant } from './figures.ts'
import { transportLabels } from './labels.ts'
import { logTicks } from './log-ticks.ts'
import { mergedPercentiles, shownPercentiles } from './percentiles.ts'
import type { Summary } from './types.ts'

/** Latency in ms (log) over percentile (logit, so that both tails are seen): a line a transport. */
export function latencyChart(summaries: readonly Summary[], look: Look): ChartConfiguration {
  const points = summaries.flatMap(pointsOf)
  const base = frame(chartTexts.latency.title, `Scenario ${summaries[0]?.scenario ?? ''}`, look)
  const { labels } = base.plugins.legend
  const legend = { ...base.plugins.legend, labels: { ...labels, sort: asTaught } }
  return {
    type: 'line',
    data: { datasets: summaries.map((summary, index) => lineOf(summary, index, look)) },
    options: {
      ...base,
      scales: { x: percentileAxis(points, look), y: millisecondAxis(points, look) },
      plugins: { ...base.plugins, legend, tooltip: { callbacks: tooltipTexts } },
    },
  }
}

/** One percentile: its place on the logit axis, and milliseconds. */
interface Point {
  readonly x: number
  readonly y: number
}

/** Later lines are drawn over earlier ones; the legend keeps the datasets' order all the same. */
const asTaught = (a: LegendItem, b: LegendItem) => (a.datasetIndex ?? 0) - (b.datasetIndex ?? 0)

const tooltipTexts = {
  title: (items: TooltipItem<ChartType>[]) =>
    items.map(({ raw }) => percentileName((raw as Point).x)).slice(0, 1),
  label: ({ dataset, raw }: TooltipItem<ChartType>) =>
    `${dataset.label}: ${significant((raw as Point).y)} ms`,
}

function pointsOf(summary: Summary): readonly Point[] {
  return mergedPercentiles(summary).flatMap(({ percentile, milliseconds: y }) =>
    y === null || y <= 0 ? [] : [{ x: logit(percentile), y }],
  )
}

function lineOf(summary: Summary, index: number, { theme }: Look): ChartDataset {
  const color = palettes[theme].transports[summary.transport]
  const { pointStyle, dash, width } = strokes[summary.transport]
  return {
    type: 'line',
    label: transportLabels[summary.transport],
    data: [...pointsOf(summary)],
    borderColor: color,
    backgroundColor: color,
    pointStyle,
    pointRadius: 5,
    pointBorderWidth: 2,
    borderDash: [...dash],
    borderWidth: width,
    order: -index,
  }
}

/** Where a percentile stands on the axis: 0 for p50, even steps for even odds. */
export function logit(percentile: number): number {
  return Math.log(percentile / (100 - percentile))
}

function percentileName(x: number): string {
  const distance = (percentile: number) => Math.abs(logit(percentile) - x)
  const [nearest] = shownPercentiles.toSorted((a, b) => distance(a) - distance(b))
  return `p${nearest}`
}

function percentileAxis(points: readonly Point[], look: Look) {
  const drawn = shownPercentiles.map(logit).filter(x => points.some(point => point.x === x))
  const base = axis('percentile of events', look)
  return {
    ...base,
    type: 'linear' as const,
    min: Math.min(...drawn) - 0.25,
    max: Math.max(...drawn) + 0.25,
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      scale.ticks = drawn.map(value => ({ value }))
    },
    ticks: { ...base.ticks, callback: (value: string | number) => percentileName(Number(value)) },
  }
}

/** How far the axis reaches past the outermost point, so that no marker is cut. */
const headroom = 1.15

function millisecondAxis(points: readonly Point[], look: Look) {
  const values = points.map(({ y }) => y)
  const ticks = logTicks(values)
  const base = axis('latency, ms (log scale)', look)
  return {
    ...base,
    type: 'logarithmic' as const,
    min: Math.min(ticks[0] ?? 1, Math.min(...values) / headroom),
    max: Math.max(ticks.at(-1) ?? 10, Math.max(...values) * headroom),
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      scale.ticks = ticks.map(value => ({ value }))
    },
    ticks: { ...base.ticks, callback: (value: string | number) => significant(Number(value), 1) },
  }
}

import type { ChartConfiguration, ChartDataset, ChartOptions, Plugin } from 'chart.js'
import { axis, frame } from './chart-frame.ts'
import { type Look, palettes } from './chart-look.ts'
import { type ChartName, chartTexts } from './chart-texts.ts'
import { transportLabels } from './labels.ts'
import type { Summary } from './types.ts'

/** A lying bar a transport, made of parts. */
export interface Stack {
  readonly chart: ChartName
  readonly summaries: readonly Summary[]
  readonly look: Look
  readonly unit: string
  /** From the axis outwards; `data` has a value a summary. */
  readonly datasets: readonly Part[]
  /** What is written behind a bar. */
  readonly endLabel: (summary: Summary) => string
}

interface Part {
  readonly label: string
  readonly data: readonly (number | null)[]
  readonly backgroundColor: string
}

/** The configuration of a stack; the bars' ends are labelled in ink. */
export function stackedBars({ chart, summaries, look, unit, datasets, endLabel }: Stack): ChartConfiguration {
  const sums = summaries.map((_, index) => datasets.reduce((sum, { data }) => sum + (data[index] ?? 0), 0))
  const { background } = palettes[look.theme]
  return {
    type: 'bar',
    data: {
      labels: summaries.map(({ transport }) => transportLabels[transport]),
      datasets: datasets.map(part => datasetOf(part, background)),
    },
    options: optionsOf(
      chartTexts[chart].title,
      summaries[0]?.scenario ?? '',
      unit,
      Math.max(1, ...sums),
      look,
    ),
    plugins: [endLabels(sums, summaries.map(endLabel), look)],
  }
}

/** A part has an edge in the background's colour, so that neighbours never rely on their hues alone. */
function datasetOf(part: Part, edge: string): ChartDataset {
  const border = { borderColor: edge, borderWidth: { right: 1 } }
  return { ...part, ...border, type: 'bar', data: [...part.data], maxBarThickness: 34 }
}

function optionsOf(title: string, scenario: string, unit: string, longest: number, look: Look): ChartOptions {
  const base = frame(title, `Scenario ${scenario}`, look)
  const { legend } = base.plugins
  const x = axis(unit, look)
  return {
    ...base,
    indexAxis: 'y',
    scales: {
      x: { ...x, stacked: true, min: 0, suggestedMax: longest * 1.25, ticks: { ...x.ticks, autoSkip: true } },
      y: { ...axis('', look), stacked: true, grid: { display: false } },
    },
    plugins: {
      ...base.plugins,
      legend: { ...legend, labels: { ...legend.labels, pointStyle: 'rect' } },
    },
  }
}

function endLabels(ends: readonly number[], labels: readonly string[], { theme, fontFamily }: Look): Plugin {
  const { ink, background } = palettes[theme]
  return {
    id: 'endLabels',
    afterDatasetsDraw({ ctx, scales: { x, y } }) {
      if (x === undefined || y === undefined) return
      ctx.save()
      Object.assign(ctx, { font: `13px ${fontFamily}`, textBaseline: 'middle', textAlign: 'left' })
      Object.assign(ctx, { fillStyle: ink, strokeStyle: background, lineWidth: 5, lineJoin: 'round' })
      labels.forEach((label, index) => {
        const place = [x.getPixelForValue(ends[index] ?? 0) + 8, y.getPixelForValue(index)] as const
        ctx.strokeText(label, ...place)
        ctx.fillText(label, ...place)
      })
      ctx.restore()
    },
  }
}

import type { ChartConfiguration, ChartDataset, ChartType, TooltipItem } from 'chart.js'
import { type ByteCategory, byteCategories } from '../../../bench/wire/books.ts'
import { axis, frame } from './charts-frame.ts'
import type { ChartInput } from './charts-latency.ts'
import { categoryKeys, nameKeys } from './names.ts'
import { significant } from './numbers.ts'

/** Colour says the transport, so the kind of byte is a depth of it, as a hexadecimal alpha; edges part the kinds. */
const depths: Readonly<Record<ByteCategory, string>> = {
  head: 'ff',
  framing: 'b3',
  envelope: '73',
  payload: '33',
}

/** Bytes per event: a lying bar a transport, stacked by kind, and an upright stroke where theory has its end. */
export function bytesChart(input: ChartInput): ChartConfiguration {
  const { shown, palette, text, language } = input
  const { legend } = frame(palette).plugins
  const x = axis(text('lab.chartBytesX'), palette)
  return {
    type: 'bar',
    data: {
      labels: shown.map(name => text(nameKeys[name])),
      datasets: [...byteCategories.map(name => bars(name, input)), strokesOf(input)],
    },
    options: {
      ...frame(palette),
      indexAxis: 'y',
      scales: {
        x: { ...x, stacked: true, min: 0, ticks: { ...x.ticks, autoSkip: true } },
        y: { ...axis('', palette), stacked: true, grid: { display: false } },
      },
      plugins: {
        legend: { ...legend, labels: { ...legend.labels, generateLabels: () => legendOf(input) } },
        tooltip: {
          callbacks: {
            label: ({ dataset, parsed }: TooltipItem<ChartType>) =>
              `${dataset.label ?? ''}: ${significant((parsed as { x: number | null }).x, language)} B`,
          },
        },
      },
    },
  }
}

function bars(category: ByteCategory, { figures, shown, palette, text }: ChartInput): ChartDataset {
  return {
    type: 'bar',
    label: text(categoryKeys[category]),
    data: shown.map(name => figures[name].bytesPerEvent?.[category] ?? null),
    backgroundColor: shown.map(name => palette.transports[name] + depths[category]),
    borderColor: palette.ink,
    borderWidth: { right: 1 },
    maxBarThickness: 28,
    order: 1,
  }
}

function strokesOf({ figures, shown, palette, text }: ChartInput): ChartDataset {
  return {
    type: 'line',
    label: text('lab.countersTheory'),
    data: shown.map(name => figures[name].theory.totalBytes),
    showLine: false,
    pointStyle: 'line',
    pointRotation: 90,
    pointRadius: 16,
    pointBorderWidth: 2,
    borderColor: palette.ink,
    stack: 'theory',
    order: 0,
  }
}

/** The kinds in ink: their colours are the bars'. */
function legendOf({ palette, text }: ChartInput) {
  const kinds = byteCategories.map(name => ({
    text: text(categoryKeys[name]),
    fontColor: palette.ink,
    fillStyle: palette.ink + depths[name],
    strokeStyle: palette.ink,
    lineWidth: 1,
    pointStyle: 'rect' as const,
  }))
  const theory = {
    text: text('lab.countersTheory'),
    fontColor: palette.ink,
    strokeStyle: palette.ink,
    lineWidth: 2,
    pointStyle: 'line' as const,
    rotation: 90,
  }
  return [...kinds, theory]
}

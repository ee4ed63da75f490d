import type { Chart, ChartConfiguration, ChartDataset, Plugin, TooltipItem } from 'chart.js'
import type { Estimate } from '../../../bench/report/types.ts'
import { type TransportName, transportNames } from '../../../server/protocol.ts'
import type { Text, TextKey } from '../i18n.ts'
import { axis, frame, strokes } from '../lab/charts-frame.ts'
import { logSteps } from '../lab/charts-points.ts'
import type { LadderPalette } from '../lab/ladder/palette.ts'
import { nameKeys } from '../lab/names.ts'
import { significant } from '../lab/numbers.ts'
import type { Language } from '../state.ts'
import type { CostName, CurvePoint, Frontier, FrontierCurve, FrontierPoint } from './frontier.ts'
import { type ZeroAxis, zeroAxis } from './zero-axis.ts'

/** What the frontier's picture is made from. */
export interface FrontierInput {
  readonly frontier: Frontier
  readonly cost: CostName
  readonly palette: LadderPalette
  readonly text: Text
  readonly language: Language
}

/** What each cost is called on the axis. */
export const costKeys: Readonly<Record<CostName, TextKey>> = {
  requestsPerMinute: 'results.costRequestsPerMinute',
  requestsPerEvent: 'results.costRequestsPerEvent',
  headBytesPerEvent: 'results.costHeadPerEvent',
  headBytesPerMinute: 'results.costHeadPerMinute',
  overheadBytesPerEvent: 'results.costOverheadPerEvent',
}

/** A drawn place; its `cost` and `ms` are what the tooltip says, since nought has no place of its own. */
interface Datum {
  readonly x: number
  readonly y: number
  readonly cost: Estimate
  readonly ms: Estimate
  readonly about: string
}

type Dataset = ChartDataset<'line', Datum[]>

/** Latency over cost, both logarithmic: a curve for polling over its interval, a point with intervals for each cell. */
export function frontierChart(input: FrontierInput): ChartConfiguration<'line', Datum[]> {
  const { frontier, cost, palette, text, language } = input
  const { points, curves } = frontier
  const costs = [...points.map(point => point.cost.median ?? 0), ...curves.flatMap(costsOf)]
  const across = zeroAxis(costs)
  const datasets = [
    ...curves.flatMap(curve => curveSets(curve, input)),
    ...transportNames.flatMap(name => pointSets(name, across, input)),
  ]
  const base = frame(palette)
  const x = axis(text(costKeys[cost]), palette)
  const y = axis(text('results.frontierY'), palette)
  const latencySteps = logSteps(datasets.flatMap(({ data }) => data.map(datum => datum.y)))
  const isOfPoints = ({ datasetIndex = 0 }) => datasets[datasetIndex]?.showLine === false
  return {
    type: 'line',
    data: { datasets },
    plugins: [intervalBars(across)],
    options: {
      ...base,
      layout: { padding: { right: 24, top: 8 } },
      interaction: { mode: 'nearest', intersect: true },
      scales: {
        x: {
          ...x,
          type: 'logarithmic',
          min: across.min,
          max: across.max,
          afterBuildTicks: ticksAt(across.ticks),
          ticks: { ...x.ticks, autoSkip: true, callback: value => costTick(Number(value), across, language) },
        },
        y: {
          ...y,
          type: 'logarithmic',
          min: (latencySteps[0] ?? 1) * 0.9,
          max: (latencySteps.at(-1) ?? 10) * 1.1,
          afterBuildTicks: ticksAt(latencySteps),
          ticks: { ...y.ticks, callback: value => significant(Number(value), language) },
        },
      },
      plugins: {
        legend: { ...base.plugins.legend, labels: { ...base.plugins.legend.labels, filter: isOfPoints } },
        tooltip: { callbacks: { title: () => '', label: item => tooltip(item, input) } },
      },
    },
  }
}

const costsOf = ({ points }: FrontierCurve) => points.map(point => point.cost)

function ticksAt(values: readonly number[]) {
  return (scale: { ticks: { value: number }[] }) => {
    scale.ticks = values.map(value => ({ value }))
  }
}

function costTick(value: number, { zeroAt }: ZeroAxis, language: Language): string {
  return value === zeroAt ? '0' : significant(value, language)
}

function tooltip({ dataset, raw }: TooltipItem<'line'>, { text, cost, language }: FrontierInput): string[] {
  const { cost: at, ms, about } = raw as Datum
  const say = (estimate: Estimate) => significant(estimate.median, language)
  return [`${dataset.label ?? ''} · ${about}`, `${say(ms)} ms · ${text(costKeys[cost])}: ${say(at)}`]
}

const exactly = (median: number): Estimate => ({ median, low: null, high: null })

/** Two lines a curve: p50 whole, p99 dotted. */
function curveSets(
  { points, rttMs }: FrontierCurve,
  { palette, text, language }: FrontierInput,
): readonly Dataset[] {
  const line = (of: (point: CurvePoint) => number, key: TextKey, dash: number[]): Dataset => ({
    label: text(key, { rtt: rttMs }),
    data: points.map(point => ({
      x: point.cost,
      y: of(point),
      cost: exactly(point.cost),
      ms: exactly(of(point)),
      about: text('results.everyMs', { interval: significant(point.intervalMs, language) }),
    })),
    borderColor: palette.transports.polling,
    backgroundColor: palette.transports.polling,
    borderWidth: 1.5,
    borderDash: dash,
    pointRadius: 0,
    pointHitRadius: 6,
    order: 2,
  })
  return [
    line(({ p50Ms }) => p50Ms, 'results.curveP50', []),
    line(({ p99Ms }) => p99Ms, 'results.curveP99', [2, 4]),
  ]
}

/** A transport's points: p50 filled, p99 hollow. */
function pointSets(name: TransportName, across: ZeroAxis, input: FrontierInput): readonly Dataset[] {
  const { frontier, palette, text } = input
  const own = frontier.points.filter(({ transport }) => transport === name)
  const color = palette.transports[name]
  const set = (of: (point: FrontierPoint) => Estimate, key: TextKey, background: string): Dataset => ({
    label: text(key, { name: text(nameKeys[name]) }),
    data: own.flatMap(point => datumOf(point, of(point), across, text)),
    showLine: false,
    borderColor: color,
    backgroundColor: background,
    pointStyle: strokes[name].pointStyle,
    pointRadius: 6,
    pointBorderWidth: 2,
    // Later transports stand on top: several share the place at nought.
    order: 1 - transportNames.indexOf(name) / 10,
  })
  const sets = [
    set(({ p50Ms }) => p50Ms, 'results.pointP50', color),
    set(({ p99Ms }) => p99Ms, 'results.pointP99', 'transparent'),
  ]
  return sets.filter(({ data }) => data.length > 0)
}

function datumOf(point: FrontierPoint, ms: Estimate, across: ZeroAxis, text: Text): readonly Datum[] {
  const { cost, rttMs, n } = point
  if (cost.median === null || ms.median === null || !(ms.median > 0)) return []
  return [
    { x: across.place(cost.median), y: ms.median, cost, ms, about: text('results.about', { rtt: rttMs, n }) },
  ]
}

/** The 95 % intervals as thin crosses behind the points. */
function intervalBars(across: ZeroAxis): Plugin<'line'> {
  return {
    id: 'interval-bars',
    beforeDatasetsDraw(chart) {
      const pen = chart.ctx
      pen.save()
      pen.lineWidth = 1.5
      for (const dataset of chart.data.datasets) {
        pen.strokeStyle = String(dataset.borderColor)
        for (const datum of dataset.data as unknown as readonly Datum[]) strokeIntervals(chart, datum, across)
      }
      pen.restore()
    },
  }
}

function strokeIntervals(
  { ctx: pen, scales }: Chart<'line'>,
  { x, y, cost, ms }: Datum,
  across: ZeroAxis,
): void {
  const right = (value: number) => scales.x?.getPixelForValue(across.place(value)) ?? 0
  const down = (value: number) => scales.y?.getPixelForValue(value) ?? 0
  const line = (fromX: number, fromY: number, toX: number, toY: number) => {
    pen.beginPath()
    pen.moveTo(fromX, fromY)
    pen.lineTo(toX, toY)
    pen.stroke()
  }
  if (ms.low !== null && ms.high !== null && ms.low > 0) line(right(x), down(ms.low), right(x), down(ms.high))
  if (cost.low !== null && cost.high !== null) line(right(cost.low), down(y), right(cost.high), down(y))
}

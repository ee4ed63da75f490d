import type { ChartConfiguration } from 'chart.js'
import { bytesChart, requestsChart } from './bar-charts.ts'
import type { Look } from './chart-look.ts'
import type { ChartName } from './chart-texts.ts'
import { latencyChart } from './latency-chart.ts'
import type { Summary } from './types.ts'

/** Makes a chart.js configuration of a scenario's cells; touches no document. */
export type ChartMaker = (summaries: readonly Summary[], look: Look) => ChartConfiguration

/** Every chart's maker. */
export const chartMakers: Readonly<Record<ChartName, ChartMaker>> = {
  latency: latencyChart,
  bytes: bytesChart,
  requests: requestsChart,
}

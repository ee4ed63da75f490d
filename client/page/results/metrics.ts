import type { Estimate, Summary, SummaryMetric } from '../../../bench/report/types.ts'
import type { TextKey } from '../i18n.ts'

/** How a figure is named, scaled and found in a cell. */
export interface MetricText {
  readonly key: TextKey
  readonly unit: string
  readonly scale: number
  readonly of: (summary: Summary) => Estimate
}

/** Every figure of a cell that is compared. */
export const metrics: Readonly<Record<SummaryMetric, MetricText>> = {
  'latencyMs.p50': metric('results.metricP50', 'ms', cell => cell.latencyMs.p50),
  'latencyMs.p90': metric('results.metricP90', 'ms', cell => cell.latencyMs.p90),
  'latencyMs.p99': metric('results.metricP99', 'ms', cell => cell.latencyMs.p99),
  'latencyMs.mean': metric('results.metricMean', 'ms', cell => cell.latencyMs.mean),
  requestsPerClientPerMinute: metric('results.metricRequests', '', cell => cell.requestsPerClientPerMinute),
  emptyShare: metric('results.metricEmpty', '%', cell => cell.emptyShare, 100),
  headBytesPerEvent: metric('results.metricHead', 'B', cell => cell.headBytesPerEvent),
  overheadBytesPerEvent: metric('results.metricOverhead', 'B', cell => cell.overheadBytesPerEvent),
  bytesPerEvent: metric('results.metricBytes', 'B', cell => cell.bytesPerEvent),
  cpuMicrosPerDelivery: metric('results.metricCpu', 'µs', cell => cell.cpuMicrosPerDelivery),
  loadCpuMicrosPerDelivery: metric('results.metricLoadCpu', 'µs', cell => cell.loadCpuMicrosPerDelivery),
  serverRssBytes: metric('results.metricRss', 'MiB', cell => cell.serverRssBytes, 1 / 1_048_576),
}

function metric(key: TextKey, unit: string, of: MetricText['of'], scale = 1): MetricText {
  return { key, unit, scale, of }
}

/** What a quantity of the theory's rows is called; its own name where it is none of the cell's figures. */
export const quantityKeys: Readonly<Record<string, TextKey>> = {
  ...Object.fromEntries(Object.entries(metrics).map(([name, { key }]) => [name, key])),
  framingBytesPerEvent: 'results.metricFraming',
  envelopeBytesPerEvent: 'results.metricEnvelope',
}

import type { TransportName } from '../../server/protocol.ts'
import type { ByteCategory } from '../wire/books.ts'
import type { Estimate, Summary, SummaryMetric } from './types.ts'

/** What each transport is called at the head of a row, a line or a sentence. */
export const transportLabels: Readonly<Record<TransportName, string>> = {
  polling: 'Polling',
  'long-polling': 'Long polling',
  streaming: 'Streaming',
  sse: 'SSE',
  websocket: 'WebSocket',
}

/** What each transport is called inside a sentence. */
export const transportWords: Readonly<Record<TransportName, string>> = {
  polling: 'polling',
  'long-polling': 'long polling',
  streaming: 'streaming',
  sse: 'SSE',
  websocket: 'WebSocket',
}

/** Each transport in three letters, for the run order. */
export const transportAbbreviations: Readonly<Record<TransportName, string>> = {
  polling: 'POL',
  'long-polling': 'LNG',
  streaming: 'STR',
  sse: 'SSE',
  websocket: 'WSK',
}

/** Whether a transport's one connection brings every event, without a request each. */
export const staysOpen: Readonly<Record<TransportName, boolean>> = {
  polling: false,
  'long-polling': false,
  streaming: true,
  sse: true,
  websocket: true,
}

/** What each kind of byte is called in a legend or at the head of a column. */
export const categoryLabels: Readonly<Record<ByteCategory, string>> = {
  head: 'head',
  framing: 'framing',
  envelope: 'envelope',
  payload: 'payload',
}

/** How one figure is named, scaled and found in a summary. */
export interface MetricLabel {
  /** In a sentence: "p50 latency". */
  readonly words: string
  /** Unit of the shown figure; of a difference too. */
  readonly unit: string
  /** Head of a column, unit included. */
  readonly heading: string
  /** Shown figure over stored figure. */
  readonly scale: number
  /** The stored figure. */
  readonly of: (summary: Summary) => Estimate
}

/** Every figure that is compared, with its words and unit. */
export const metricLabels: Readonly<Record<SummaryMetric, MetricLabel>> = {
  'latencyMs.p50': metric('p50 latency', 'ms', 'p50 ms', s => s.latencyMs.p50),
  'latencyMs.p90': metric('p90 latency', 'ms', 'p90 ms', s => s.latencyMs.p90),
  'latencyMs.p99': metric('p99 latency', 'ms', 'p99 ms', s => s.latencyMs.p99),
  'latencyMs.mean': metric('mean latency', 'ms', 'mean ms', s => s.latencyMs.mean),
  requestsPerClientPerMinute: metric(
    'request rate',
    'requests/client/min',
    'requests/client/min',
    s => s.requestsPerClientPerMinute,
  ),
  emptyShare: metric('share of empty polls', '%', 'empty %', s => s.emptyShare, 100),
  headBytesPerEvent: metric('head bytes', 'B/event', 'head B/event', s => s.headBytesPerEvent),
  overheadBytesPerEvent: metric('overhead', 'B/event', 'overhead B/event', s => s.overheadBytesPerEvent),
  bytesPerEvent: metric('total bytes', 'B/event', 'total B/event', s => s.bytesPerEvent),
  cpuMicrosPerDelivery: metric('server CPU', 'µs/delivery', 'CPU µs/delivery', s => s.cpuMicrosPerDelivery),
  loadCpuMicrosPerDelivery: metric(
    'client CPU',
    'µs/delivery',
    'client CPU µs/delivery',
    s => s.loadCpuMicrosPerDelivery,
  ),
  serverRssBytes: metric(
    'server memory (RSS)',
    'MiB',
    'server RSS MiB',
    s => s.serverRssBytes,
    1 / (1024 * 1024),
  ),
}

function metric(words: string, unit: string, heading: string, of: MetricLabel['of'], scale = 1): MetricLabel {
  return { words, unit, heading, scale, of }
}

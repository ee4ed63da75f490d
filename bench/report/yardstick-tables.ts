import { figure, grouped } from './figures.ts'
import { numbers, type Table, texts } from './tables.ts'
import type { Floor, FloorName, Yardstick, YardstickQuantity } from './types.ts'

const floorLabels: Readonly<Record<FloorName, string>> = {
  tcp: 'TCP echo',
  ws: 'ws echo',
  http: 'node:http GET, keep-alive',
  express: 'express GET, keep-alive',
}

const quantityLabels: Readonly<Record<YardstickQuantity, string>> = {
  latencyMicros: 'p50 latency, µs',
  cpuMicrosPerDelivery: 'server CPU, µs/delivery',
  cpuMicrosPerRequest: 'server CPU, µs/request',
  requestsPerSecond: 'requests/s, server and load',
}

/** What a round trip takes on this machine without our server. */
export function floorsTable(floors: readonly Floor[]): Table {
  const bytes = [...new Set(floors.map(({ payloadBytes }) => payloadBytes))].join(', ')
  return {
    caption: `Floors: round trips of ${bytes} B between two processes, one at a time, in µs; p50 as the median over rounds, p90 and p99 of all [95 % interval]`,
    columns: [...texts('what answers'), ...numbers('p50', 'p90', 'p99', 'round trips')],
    rows: floors.map(({ name, p50Micros, p90Micros, p99Micros, count }) => [
      floorLabels[name],
      figure(p50Micros),
      figure(p90Micros),
      figure(p99Micros),
      grouped(count),
    ]),
  }
}

/** Ours beside the least that does the same work. */
export function yardsticksTable(yardsticks: readonly Yardstick[]): Table {
  return {
    caption: 'Yardsticks: ours beside the least that does the same work; medians of pairs [95 % interval]',
    columns: [
      ...texts('work', 'quantity'),
      ...numbers('ours', 'the other'),
      ...texts('the other is'),
      ...numbers('ours / other', 'pairs'),
    ],
    rows: yardsticks.map(({ name, quantity, ours, other, against, ratio, pairs }) => [
      name,
      quantityLabels[quantity],
      figure(ours),
      figure(other),
      against,
      figure(ratio),
      grouped(pairs),
    ]),
  }
}

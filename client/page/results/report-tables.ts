import type { FloorName, Report, YardstickQuantity } from '../../../bench/report/types.ts'
import type { Text, TextKey } from '../i18n.ts'
import { noFigure, significant } from '../lab/numbers.ts'
import type { Language } from '../state.ts'
import { figure, type TableText } from './table.ts'

const floorWords: Readonly<Record<FloorName, string>> = {
  tcp: 'TCP echo',
  ws: 'ws echo',
  http: 'node:http GET, keep-alive',
  express: 'express GET, keep-alive',
}

const quantityKeys: Readonly<Record<YardstickQuantity, TextKey>> = {
  latencyMicros: 'results.yardLatency',
  cpuMicrosPerDelivery: 'results.yardCpuDelivery',
  cpuMicrosPerRequest: 'results.yardCpuRequest',
  requestsPerSecond: 'results.yardRequests',
}

/** What a full run stands on: the link measured from outside, floors and yardsticks; nothing where there are none. */
export function foundationTables(report: Report, text: Text, language: Language): readonly TableText[] {
  const tables = [
    calibration(report, text, language),
    floors(report, text, language),
    yardsticks(report, text, language),
  ]
  return tables.filter(({ rows }) => rows.length > 0)
}

function calibration({ linkCalibration }: Report, text: Text, language: Language): TableText {
  const thousandths = (value: number | null) =>
    value === null
      ? noFigure
      : value.toLocaleString(language, { minimumFractionDigits: 3, maximumFractionDigits: 3 })
  const whole = (value: number) => value.toLocaleString(language)
  return {
    caption: text('results.calibration'),
    columns: [
      text('results.asked'),
      ...['min', 'p50', 'p99', 'max'],
      text('results.linkOwn'),
      text('results.sent'),
      text('results.early'),
      text('results.lost'),
      text('results.freshAsked'),
      text('results.freshP50'),
    ],
    rows: linkCalibration.map(({ askedMs, seenMs, achievedMs, sent, early, lost, freshMs }) => [
      significant(askedMs, language),
      ...[seenMs.min, seenMs.p50, seenMs.p99, seenMs.max].map(thousandths),
      thousandths(achievedMs.p50),
      ...[sent, early, lost].map(whole),
      significant(4 * askedMs, language),
      thousandths(freshMs.p50),
    ]),
  }
}

function floors({ floors: all }: Report, text: Text, language: Language): TableText {
  return {
    caption: text('results.floors'),
    columns: [text('results.answers'), 'p50', 'p90', 'p99', 'n'],
    rows: all.map(({ name, p50Micros, p90Micros, p99Micros, count }) => [
      floorWords[name] ?? name,
      ...[p50Micros, p90Micros, p99Micros].map(each => figure(each, language)),
      count.toLocaleString(language),
    ]),
  }
}

function yardsticks({ yardsticks: all }: Report, text: Text, language: Language): TableText {
  return {
    caption: text('results.yardsticks'),
    columns: [
      text('results.work'),
      text('results.quantity'),
      text('results.ours'),
      text('results.other'),
      text('results.otherIs'),
      text('results.ratio'),
      text('results.pairs'),
    ],
    rows: all.map(({ name, quantity, ours, other, against, ratio, pairs }) => [
      name,
      quantity in quantityKeys ? text(quantityKeys[quantity]) : quantity,
      figure(ours, language),
      figure(other, language),
      against,
      figure(ratio, language),
      String(pairs),
    ]),
  }
}

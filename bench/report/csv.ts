import { byteCategories } from '../wire/books.ts'
import type { CompletedTrial, Report, Trial } from './types.ts'

type Value = string | number | boolean | null

/** One column: its head, unit included, and what a trial has in it; null is an empty field. */
interface CsvColumn {
  readonly name: string
  readonly of: (trial: Trial) => Value
}

/**
 * `trials.csv`: a line a trial, the failed among them, under one header line (RFC 4180: CRLF, quotes doubled).
 * The columns are the same for every run; a figure that does not exist is an empty field.
 */
export function csvReport(report: Report): string {
  const lines = [
    columns.map(({ name }) => name),
    ...report.trials.map(trial => columns.map(({ of }) => of(trial))),
  ]
  return lines.map(line => `${line.map(field).join(',')}\r\n`).join('')
}

function field(value: Value): string {
  if (value === null) return ''
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const any = (name: string, of: CsvColumn['of']): CsvColumn => ({ name, of })

const measured = (name: string, of: (trial: CompletedTrial) => Value): CsvColumn => ({
  name,
  of: trial => (trial.status === 'completed' ? of(trial) : null),
})

const eventCounts = ['published', 'expected', 'received', 'lost', 'duplicated', 'reordered'] as const
const distributions = { feedLag: 'feedLagMs', latency: 'latencyMs' } as const
const orderStatistics = ['min', 'mean', 'p50', 'p90', 'p99', 'max'] as const
const spans = { window: 'windowBytes', setup: 'setupBytes', whole: 'bytes' } as const
const directions = ['up', 'down'] as const
const processCosts = {
  CpuMs: 'cpuMs',
  RssBytes: 'rssBytes',
  EventLoopDelayP99Ms: 'eventLoopDelayP99Ms',
  EventLoopDelayMaxMs: 'eventLoopDelayMaxMs',
  EventLoopUtilization: 'eventLoopUtilization',
} as const

const columns: readonly CsvColumn[] = [
  ...(
    [
      'scenario',
      'transport',
      'block',
      'position',
      'control',
      'attempt',
      'status',
      'valid',
      'startedAt',
    ] as const
  ).map(name => any(name, trial => trial[name])),
  ...(['port', 'warmupMs', 'measuredMs'] as const).map(name => measured(name, trial => trial[name])),
  ...eventCounts.map(name => measured(name, ({ events }) => events[name])),
  ...Object.entries(distributions).flatMap(([prefix, key]) => [
    measured(`${prefix}Count`, trial => trial[key].count),
    ...orderStatistics.map(name => measured(`${prefix}${capital(name)}Ms`, trial => trial[key][name])),
  ]),
  measured('requestsSent', ({ requests }) => requests.sent),
  measured('requestsEmpty', ({ requests }) => requests.empty),
  measured('connectionsOpened', ({ connections }) => connections.opened),
  measured('connectionsReopened', ({ connections }) => connections.reopened),
  ...Object.entries(spans).flatMap(([span, key]) =>
    directions.flatMap(direction =>
      [...byteCategories, 'total' as const].map(category =>
        measured(
          `${span}${capital(direction)}${capital(category)}Bytes`,
          trial => trial[key][direction][category],
        ),
      ),
    ),
  ),
  ...(['server', 'load'] as const).flatMap(process =>
    Object.entries(processCosts).map(([suffix, key]) =>
      measured(process + suffix, trial => trial[process][key]),
    ),
  ),
  any('warnings', ({ warnings }) => warnings.join('; ')),
  any('reason', trial => (trial.status === 'failed' ? trial.reason : null)),
]

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

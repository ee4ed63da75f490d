import { grouped, noFigure, trimmed } from './figures.ts'
import { numbers, type Table, texts } from './tables.ts'
import type { Distribution, LinkCalibration } from './types.ts'

/** The link measured from outside, a row for each delay, beside what it says itself; no rows where it was not. */
export function calibrationTable(calibrations: readonly LinkCalibration[]): Table {
  return {
    caption:
      'The link measured from outside, one way in ms, at 500 messages a second, one delay after the other; its own p50; and fresh connections, from connect() to an answer’s first byte',
    columns: [
      ...texts('asked'),
      ...numbers('min', 'p50', 'p99', 'max', 'link’s own p50', 'messages', 'early', 'lost', 'out of order'),
      ...numbers('fresh, asked', 'fresh, p50', 'fresh'),
    ],
    rows: calibrations.map(({ askedMs, seenMs, achievedMs, sent, early, lost, reordered, freshMs }) => [
      trimmed(askedMs),
      ...(['min', 'p50', 'p99', 'max'] as const).map(name => thousandths(seenMs, name)),
      thousandths(achievedMs, 'p50'),
      ...[sent, early, lost, reordered].map(count => grouped(count)),
      trimmed(4 * askedMs),
      thousandths(freshMs, 'p50'),
      grouped(freshMs.count),
    ]),
  }
}

/** A delay is judged by tenths of a millisecond, which three digits would hide at 100 ms. */
function thousandths(figures: Distribution, name: 'min' | 'p50' | 'p99' | 'max'): string {
  const value = figures[name]
  return value === null ? noFigure : grouped(value, 3)
}

import { figure, grouped, significant } from '../report/figures.ts'
import { transportLabels } from '../report/labels.ts'
import { titledTable } from '../report/markdown.ts'
import { numbers, type Table, texts } from '../report/tables.ts'
import { medianInterval } from '../statistics/interval.ts'
import type { Part } from './part.ts'
import { besideStalled, memoryGrowth, stalledShortfalls } from './stalled/judge.ts'
import { type MinutePair, playPairs, type StalledSizes } from './stalled/minutes.ts'

/** What readers that stall cost the server, and those who read beside them. */
export interface StalledFigures {
  readonly sizes: StalledSizes
  readonly pairs: readonly MinutePair[]
}

const mostPairs = 5
const leastPairs = 2
const minuteSeconds = 60
const eventsPerSecond = 1_000
const capacityEvents = 10_000
const stalledReaders = 200
/** Server and load take about half of a core together: a wait is the server's doing, not that of a full machine. */
const readersOfEach = 3
const leastSeconds = 0.5
const leastStalled = 12

/** Minutes with stalled readers and without, in turn. */
export const stalled: Part<StalledFigures> = {
  purpose: 'what 200 readers that stall cost the server and those who read beside them',

  async find(context, keep) {
    const { scale } = context
    const sizes: StalledSizes = {
      ...{ readersOfEach, eventsPerSecond, capacityEvents },
      // All of them from a tenth of a minute on.
      pairs: Math.min(mostPairs, Math.max(leastPairs, Math.round(mostPairs * scale * 10))),
      stalledReaders: Math.min(
        stalledReaders,
        Math.max(leastStalled, Math.round(stalledReaders * scale * 10)),
      ),
      events: Math.round(Math.max(leastSeconds, minuteSeconds * scale) * eventsPerSecond),
    }
    const all = await playPairs(sizes, context, soFar => keep({ sizes, pairs: soFar }))
    return { sizes, pairs: all }
  },

  shortfalls: figures => stalledShortfalls(figures.pairs, figures.sizes),

  markdown: figures => [
    '## Stalled readers',
    `${grouped(figures.sizes.stalledReaders)} readers on streaming, SSE and WebSocket take their opening cursor and stop reading; ${grouped(eventsPerSecond)} events of 1 kB a second go on for ${significant(figures.sizes.events / eventsPerSecond)} s, from a log that is full (${grouped(capacityEvents)} events) and with every stalled connection blocked. As long again without them, in a random order; ${figures.sizes.readersOfEach} readers of each transport read all the while.`,
    titledTable(latencyTable(figures)),
    titledTable(memoryTable(figures)),
    gapsText(figures.pairs),
  ],
}

function latencyTable({ pairs }: StalledFigures): Table {
  return {
    caption:
      'p99 of those who read, ms, from when an event was due to its receipt; medians of pairs [95 % interval from 6 on, else their range]',
    columns: [
      ...texts('Transport'),
      ...numbers('Beside stalled readers', 'Without them', 'Ratio of pairs', 'Pairs'),
    ],
    rows: besideStalled(pairs).map(each => [
      transportLabels[each.transport],
      ...[each.stalledP99Ms, each.unstalledP99Ms, each.ratio].map(estimate => figure(estimate)),
      String(pairs.length),
    ]),
  }
}

function memoryTable({ pairs, sizes }: StalledFigures): Table {
  const mebi = 1 / 1_048_576
  return {
    caption:
      'Growth of the server’s memory from a minute’s beginning to its end, after all garbage was collected, MiB',
    columns: [
      ...texts('Memory'),
      ...numbers('Beside stalled readers', 'Without them', 'Difference of pairs', 'At most'),
    ],
    rows: memoryGrowth(pairs, sizes).map(({ what, stalled, unstalled, difference, mostBytes }) => [
      what,
      figure(stalled, mebi),
      figure(unstalled, mebi),
      figure(difference, mebi),
      significant(mostBytes * mebi),
    ]),
  }
}

function gapsText(pairs: readonly MinutePair[]): string {
  const released = pairs.flatMap(({ stalled }) => stalled.released ?? [])
  const sum = (of: (each: (typeof released)[number]) => number) =>
    released.reduce((total, each) => total + of(each), 0)
  const buffered = released.flatMap(({ bufferedEvents }) => bufferedEvents)
  const cores = medianInterval(pairs.map(({ stalled }) => stalled.played.cores))
  const loadCores = medianInterval(pairs.map(({ stalled }) => stalled.received.cores))
  return `Released, ${grouped(sum(({ readers }) => readers))} stalled readers had ${grouped(Math.min(...buffered))} to ${grouped(Math.max(...buffered))} events from buffers on the way, then a gap: ${grouped(sum(({ right }) => right))} gaps with the right count, ${grouped(sum(({ lost }) => lost))} events in all. The server took ${figure(cores)} cores, the load ${figure(loadCores)}.`
}

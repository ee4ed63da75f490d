import type { LiveFeedKind } from '../../../bench/live/protocol.ts'
import {
  type Arrivals,
  type CompletedTrial,
  type Distribution,
  type Report,
  type Scenario,
  schema,
  type TrialPlan,
} from '../../../bench/report/types.ts'
import { type Histogram, valueAtQuantile } from '../../../bench/statistics/histogram.ts'
import { distribution } from '../../../bench/statistics/quantile.ts'
import { type Books, emptyBooks } from '../../../bench/wire/books.ts'
import type { TransportName } from '../../../server/protocol.ts'
import type { Session, TraceView } from '../context.ts'
import type { PageState } from '../state.ts'
import { summaryOfTrial } from './run-summary.ts'

/** One transport as the page counted it. */
export interface CountedTransport {
  readonly transport: TransportName
  readonly received: number
  readonly late: number
  readonly latencyMs: Histogram
  readonly books: Books
  readonly requests: { readonly sent: number; readonly empty: number }
  readonly connectionsOpened: number
  readonly counts: Session['counts']
}

/** What a run of the lab is written from; times are the host's, in milliseconds. */
export interface LabRun {
  readonly state: Pick<PageState, 'settings' | 'poll' | 'holdMs' | 'ports' | 'throttled' | 'server'>
  readonly startedAt: Date
  readonly createdAt: Date
  readonly measuredMs: number
  readonly published: number
  readonly transports: readonly CountedTransport[]
  readonly trace: Pick<TraceView, 'events' | 'messages'>
  /** The address that opens the lab with these settings. */
  readonly address: string
  readonly browser: { readonly name: string; readonly system: string; readonly cores: number }
}

/** A feed that is clicked has arrivals of no kind; `recorded` is as near as the report's words come. */
const arrivals: Readonly<Record<LiveFeedKind, Arrivals>> = {
  earthquakes: 'recorded',
  poisson: 'poisson',
  periodic: 'periodic',
  burst: 'burst',
  manual: 'recorded',
}

/** What a page cannot know, for the reader of the trial. */
const unknown = [
  'made in a browser by the lab: CPU, memory and event loops are not known to a page, and are written as 0',
  'latencies are rounded to three digits; link and feed lag are of the last 60 s; a fault that was switched on and off while it counted is not told',
  'the window is all since the counters were set to nought: bytes and requests of connecting are in it, not apart',
]

/** A run of the lab as the bench's `report.json`: one scenario, one block, a trial a transport, and no verdicts. */
export function reportOfRun(run: LabRun): Report {
  const scenario = scenarioOf(run)
  const trials = run.transports.map((counted, index): TrialPlan & CompletedTrial => ({
    ...{ scenario: scenario.name, transport: counted.transport, block: 1, position: index + 1 },
    ...{ control: false, attempt: 1 },
    ...trialOf(run, counted),
  }))
  const { browser, state, createdAt, address } = run
  return {
    schema,
    createdAt: createdAt.toISOString(),
    command: `npm start, then open ${address}`,
    seed: state.settings.feed.seed,
    mode: 'smoke',
    status: 'completed',
    plannedTrials: trials.length,
    environment: {
      node: `none: browser ${browser.name}`,
      os: browser.system,
      cpu: 'not known to a page',
      cores: browser.cores,
      memoryBytes: 0,
      commit: null,
      dependencies: {},
    },
    scenarios: [scenario],
    trials,
    summary: trials.map(trial => summaryOfTrial(scenario, trial)),
    ...{ comparisons: [], expectations: [], theory: [], floors: [], linkCalibration: [], yardsticks: [] },
    ...{ controls: [], capacity: [], claims: [] },
  }
}

function scenarioOf({ state, measuredMs, transports }: LabRun): Scenario {
  const { settings, poll, holdMs } = state
  const { kind, eventsPerSecond, payloadBytes } = settings.feed
  return {
    name: 'lab',
    experiment: 'lab',
    transports: transports.map(({ transport }) => transport),
    clients: 1,
    feed: { name: kind, arrivals: arrivals[kind], eventsPerSecond, payloadBytes },
    link: { ...settings.link },
    heads: 'chrome',
    keepAlive: settings.keepAlive,
    mount: 'node',
    durationMs: measuredMs,
    blocks: 1,
    options: {
      ...{ pollIntervalMs: poll.intervalMs, pollPace: poll.pace, pollReads: 'all', holdMs, batch: 'all' },
      ...{ streamAgeMs: null, heartbeatMs: settings.heartbeatMs },
    },
  }
}

function trialOf(run: LabRun, counted: CountedTransport): CompletedTrial {
  const { state, published, measuredMs, startedAt, trace } = run
  const { books, received, requests, connectionsOpened, counts, latencyMs } = counted
  const { lost, duplicated, reordered } = counts
  const lags = trace.events.map(({ intendedMs, appendedMs }) => appendedMs - intendedMs)
  const crossings = trace.messages.flatMap(({ toMs, fromMs }) => (toMs === null ? [] : [toMs - fromMs]))
  return {
    status: 'completed',
    startedAt: startedAt.toISOString(),
    port: state.ports?.link ?? 0,
    valid: true,
    warnings: warningsOf(run, counted),
    warmupMs: 0,
    measuredMs,
    events: { published, expected: published, received, lost, duplicated, reordered },
    together: { received, requests: requests.sent },
    feedLagMs: withoutHistogram(lags),
    latencyMs: { ...figuresOf(latencyMs), histogram: latencyMs },
    requests,
    connections: { opened: connectionsOpened, reopened: Math.max(0, connectionsOpened - 1) },
    bytes: books,
    setupBytes: emptyBooks(),
    windowBytes: books,
    link: {
      askedMs: state.settings.link.rttMs / 2,
      achievedMs: withoutHistogram(crossings),
      loneMs: withoutHistogram([]),
      cost: { ...noCost, awakeMs: 0 },
    },
    otherCpuShare: null,
    stationarity: { settledAfterMs: null, nonstationary: false, trendMs: null },
    model: {},
    server: noCost,
    load: noCost,
  }
}

function warningsOf({ state }: LabRun, { late }: CountedTransport): readonly string[] {
  const isManual = state.settings.feed.kind === 'manual'
  return [
    ...unknown,
    ...(late > 0
      ? [`${late} events have no latency: they were appended while nobody listened, or came to a hidden tab`]
      : []),
    ...(isManual
      ? ['events were published by hand; the report has no word for that, so it says recorded']
      : []),
    ...(state.throttled ? ['the tab was hidden while it measured, so the browser slowed its timers'] : []),
    ...(state.server === 'replay' ? ['made from a replay of a recording, not from live sockets'] : []),
  ]
}

const noCost = {
  ...{ cpuMs: 0, rssBytes: 0, eventLoopDelayP99Ms: 0, eventLoopDelayMaxMs: 0 },
  ...{ eventLoopUtilization: 0, idleUtilization: 0 },
}

function withoutHistogram(values: readonly number[]): Distribution {
  const { histogram: _values, ...figures } = distribution(values)
  return figures
}

function figuresOf(histogram: Histogram): Distribution {
  const count = histogram.reduce((sum, [, times]) => sum + times, 0)
  const total = histogram.reduce((sum, [value, times]) => sum + value * times, 0)
  return {
    count,
    min: histogram[0]?.[0] ?? null,
    mean: count === 0 ? null : total / count,
    p50: valueAtQuantile(histogram, 0.5),
    p90: valueAtQuantile(histogram, 0.9),
    p99: valueAtQuantile(histogram, 0.99),
    max: histogram.at(-1)?.[0] ?? null,
  }
}

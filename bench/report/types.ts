import type { TransportName } from '../../server/protocol.ts'
import type { Books } from '../wire/books.ts'

/** The version of `report.json`; a reader refuses another major number. */
export const schema = 'transport-lab/report/1'

/** How much was run, and so what may be concluded: fewer than 6 blocks is a smoke run. */
export type Mode = 'default' | 'full' | 'smoke'

/** A run's whole result: saved after every trial, and the only thing that reports are made from. */
export interface Report {
  readonly schema: string
  readonly createdAt: string
  /** The command line that repeats the run. */
  readonly command: string
  readonly seed: number
  readonly mode: Mode
  /** `interrupted` when a signal ended the run before its plan. */
  readonly status: 'running' | 'completed' | 'interrupted' | 'failed'
  /** What ended a failed run before its plan; a run that only lacks trials has none. */
  readonly reason?: string
  readonly plannedTrials: number
  readonly environment: Environment
  readonly scenarios: readonly Scenario[]
  readonly trials: readonly Trial[]
  readonly summary: readonly Summary[]
  readonly comparisons: readonly Comparison[]
  readonly expectations: readonly Expectation[]
  readonly theory: readonly TheoryRow[]
  readonly floors: readonly Floor[]
  /** The link measured from outside before the trials, a row for each delay; empty where that was not done. */
  readonly linkCalibration: readonly LinkCalibration[]
  readonly yardsticks: readonly Yardstick[]
  readonly controls: readonly Control[]
  readonly capacity: readonly unknown[]
  readonly claims: readonly unknown[]
}

/** Where the run took place. */
export interface Environment {
  readonly node: string
  readonly os: string
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  /** The commit of the code, with `+changes` when the work tree was not clean; null outside a checkout. */
  readonly commit: string | null
  readonly dependencies: Readonly<Record<string, string>>
}

export const arrivalKinds = ['recorded', 'poisson', 'periodic', 'burst'] as const
/** How the feed's events are spread over time. */
export type Arrivals = (typeof arrivalKinds)[number]

export const headProfiles = ['minimal', 'chrome'] as const
/** Which request heads the load sends: the least that HTTP allows, or those of Chrome. */
export type HeadProfile = (typeof headProfiles)[number]

/** One experiment: every transport runs it, under one schedule of events a block. */
export interface Scenario {
  readonly name: string
  /** Scenarios of one experiment differ in their link alone and run at the same time. */
  readonly experiment: string
  readonly transports: readonly TransportName[]
  readonly clients: number
  readonly feed: {
    readonly name: string
    readonly arrivals: Arrivals
    readonly eventsPerSecond: number
    /** Bytes of a whole synthetic event record; null when the feed's own data is sent. */
    readonly payloadBytes: number | null
  }
  readonly link: { readonly rttMs: number }
  readonly heads: HeadProfile
  readonly keepAlive: boolean
  readonly mount: 'node' | 'express'
  readonly durationMs: number
  readonly blocks: number
  readonly options: ScenarioOptions
}

/** The clients of a round trip are a group: how many groups the processes carry at once, and how many come before it. */
export interface GroupPlace {
  readonly groups: number
  readonly before: number
}

/** What a single transport can be told. */
export interface ScenarioOptions {
  readonly pollIntervalMs: number
  /** `rate`: a poll every interval on an absolute schedule; `pause`: an interval after each answer. */
  readonly pollPace: 'rate' | 'pause'
  readonly pollReads: 'all' | 'latest'
  readonly holdMs: number
  readonly batch: 'all' | 'one'
  /** Streams end at this age and are taken up again; null: never. */
  readonly streamAgeMs: number | null
  readonly heartbeatMs: number
}

/** Order statistics of one trial's values, in milliseconds; a figure that cannot be had is null. */
export interface Distribution {
  readonly count: number
  readonly min: number | null
  readonly mean: number | null
  readonly p50: number | null
  readonly p90: number | null
  readonly p99: number | null
  readonly max: number | null
}

/** A distribution with its values, rounded to 3 significant digits, as `[milliseconds, count]` in rising order. */
export interface RecordedDistribution extends Distribution {
  readonly histogram: readonly (readonly [number, number])[]
}

/** What one process cost in the measured window; `eventLoopUtilization` is a share of the window. */
export interface ProcessCost {
  readonly cpuMs: number
  readonly rssBytes: number
  readonly eventLoopDelayP99Ms: number
  readonly eventLoopDelayMaxMs: number
  readonly eventLoopUtilization: number
  /** The same of the process before it had anything to do. */
  readonly idleUtilization: number
}

/** What the link's process cost: `awakeMs` of the window it waited awake for the time of a release. */
export interface LinkCost extends ProcessCost {
  readonly awakeMs: number
}

/** A link of one delay, as the processes at its two ends saw it and as it says itself; all times in milliseconds. */
export interface LinkCalibration {
  /** One way: half the round trip. */
  readonly askedMs: number
  /** From a message's sending at one end to its reading at the other, both directions together. */
  readonly seenMs: Distribution
  /** What the link says of the same messages: the figure that a trial's gate looks at. */
  readonly achievedMs: Distribution
  readonly sent: number
  readonly lost: number
  readonly reordered: number
  /** Messages that took less than was asked. */
  readonly early: number
  /** Fresh connections, from connect() to the first byte of an answer: two round trips, one of them TCP's handshake. */
  readonly freshMs: Distribution
}

/** One transport under one scenario, once. A trial that failed has a `reason` and no figures. */
export type Trial = TrialPlan & (CompletedTrial | FailedTrial)

/** Which trial it is. */
export interface TrialPlan {
  readonly scenario: string
  readonly transport: TransportName
  /** From 1. */
  readonly block: number
  /** Place in the block's random order, from 1. */
  readonly position: number
  /** True for the second run of a transport in its block, which estimates the bench's own scatter (A/A). */
  readonly control: boolean
  /** 1, or 2 for the rerun of an invalid trial. */
  readonly attempt: number
}

export interface FailedTrial {
  readonly status: 'failed'
  readonly startedAt: string
  readonly valid: false
  readonly reason: string
  readonly warnings: readonly string[]
}

export interface CompletedTrial {
  readonly status: 'completed'
  readonly startedAt: string
  /** The server's TCP port, for a packet capture. */
  readonly port: number
  readonly valid: boolean
  /** Why it is not valid, or what a reader should know. */
  readonly warnings: readonly string[]
  readonly warmupMs: number
  readonly measuredMs: number
  readonly events: {
    /** Events of the window. */
    readonly published: number
    /** `published` times the clients. */
    readonly expected: number
    readonly received: number
    readonly lost: number
    readonly duplicated: number
    readonly reordered: number
  }
  /** Deliveries and requests of all round trips that ran at once, which shared the processes. */
  readonly together: { readonly received: number; readonly requests: number }
  /** Intended to appended. */
  readonly feedLagMs: Distribution
  /** Intended to received, of the window's events that came; the lost are in `events`. */
  readonly latencyMs: RecordedDistribution
  /** Requests of the window; `empty` are polls that brought no event. */
  readonly requests: { readonly sent: number; readonly empty: number }
  /** TCP connections of the whole trial; `reopened` are those after a client's first. */
  readonly connections: { readonly opened: number; readonly reopened: number }
  /** From first connect to last close. */
  readonly bytes: Books
  /** Until every client had its opening cursor; a poller may have polled once more by then. */
  readonly setupBytes: Books
  /** Of the measured window: what figures per event are made from. */
  readonly windowBytes: Books
  /** One way, both directions: what the link was asked and what it did. */
  readonly link: {
    readonly askedMs: number
    readonly achievedMs: Distribution
    /**
     * What lone messages of the transport took one way through a link alike, during the warm-up: the delay, and what
     * the processes take to wake, to write and to read. Of polling it is half of a poll's round trip.
     */
    readonly loneMs: Distribution
    /** Of the process that held all round trips at once. */
    readonly cost: LinkCost
  }
  /** CPU time of other processes in the window, as a share of one core; null where the system does not tell. */
  readonly otherCpuShare: number | null
  /** Of the experiment's round trips together, from what came beside what the model has. */
  readonly stationarity: {
    /** From the feed's start to where all agrees with the window; null: never, or too few events to tell. */
    readonly settledAfterMs: number | null
    /** Still warming up when the window began, or with a trend in it. */
    readonly nonstationary: boolean
    /** How much later events come at the window's end than at its beginning; null with too few to tell. */
    readonly trendMs: number | null
  }
  /** The model, run on this trial's own trace, beside what came. */
  readonly model: Readonly<Record<string, ModelFigure>>
  /**
   * Of the processes that carried all round trips of the experiment at once: CPU time is shared out by deliveries,
   * the rest is the whole process's.
   */
  readonly server: ProcessCost
  readonly load: ProcessCost
}

/** A figure as the model has it and as it was measured. */
export interface ModelFigure {
  readonly predicted: number
  readonly measured: number
  readonly tolerance: number
  readonly agrees: boolean
}

/** A cell's figure beside the closed form's. */
export interface TheoryRow {
  readonly scenario: string
  readonly transport: TransportName
  readonly quantity: string
  readonly predicted: number
  readonly measured: Estimate
  readonly tolerance: number
  readonly agrees: boolean
  /** What the cell's own trials say of a difference; null where it agrees, and missing in older reports. */
  readonly explanation: string | null
}

/** A median over trials with a 95 % interval; all null where there is no figure. */
export interface Estimate {
  readonly median: number | null
  readonly low: number | null
  readonly high: number | null
}

/** The figures of a cell (a transport in a scenario) that are compared, and what `--expect` may name. */
export const summaryMetrics = [
  'latencyMs.p50',
  'latencyMs.p90',
  'latencyMs.p99',
  'latencyMs.mean',
  'requestsPerClientPerMinute',
  'emptyShare',
  'headBytesPerEvent',
  'overheadBytesPerEvent',
  'bytesPerEvent',
  'cpuMicrosPerDelivery',
  'loadCpuMicrosPerDelivery',
  'serverRssBytes',
] as const
export type SummaryMetric = (typeof summaryMetrics)[number]

/** One cell over its valid trials, controls left out. */
export interface Summary {
  readonly scenario: string
  readonly transport: TransportName
  /** Valid trials behind the figures. */
  readonly trials: number
  readonly latencyMs: {
    /** Receipts behind the merged percentiles, and the independent events among them. */
    readonly count: number
    readonly independent: number
    readonly min: Estimate
    readonly mean: Estimate
    readonly p50: Estimate
    readonly p90: Estimate
    readonly p99: Estimate
    readonly max: Estimate
    readonly histogram: readonly (readonly [number, number])[]
  }
  readonly requestsPerClientPerMinute: Estimate
  /** Of the polls, those without an event: 0 to 1; null for an open transport, which sends none. */
  readonly emptyShare: Estimate
  /** Both directions, for each delivery of an event to a client. */
  readonly headBytesPerEvent: Estimate
  readonly framingBytesPerEvent: Estimate
  readonly envelopeBytesPerEvent: Estimate
  readonly payloadBytesPerEvent: Estimate
  /** Head, framing and envelope. */
  readonly overheadBytesPerEvent: Estimate
  readonly bytesPerEvent: Estimate
  /** Bytes until a client stands at its opening cursor, both directions. */
  readonly setupBytesPerClient: Estimate
  /** TCP connections opened in the whole trial, a client. */
  readonly connectionsPerClient: Estimate
  /** The server's CPU time for each delivery, microseconds. */
  readonly cpuMicrosPerDelivery: Estimate
  readonly loadCpuMicrosPerDelivery: Estimate
  readonly serverRssBytes: Estimate
  readonly lost: number
  readonly duplicated: number
  readonly reordered: number
}

/** Two transports of a scenario on one metric, paired by block. */
export interface Comparison {
  readonly scenario: string
  readonly metric: SummaryMetric
  readonly a: TransportName
  readonly b: TransportName
  /** a over b. */
  readonly ratio: Estimate
  /** a less b. */
  readonly difference: Estimate
  /** Of the paired permutation test, adjusted by Holm over the metric's pairs of transports; null below 10 blocks. */
  readonly p: number | null
  /** Null in a smoke run. */
  readonly verdict: 'a lower' | 'b lower' | 'no difference shown' | null
}

/** The A/A control of a scenario: one transport against itself within blocks. */
export interface Control {
  readonly scenario: string
  readonly metric: SummaryMetric
  /** How many blocks held a pair. */
  readonly pairs: number
  readonly ratio: Estimate
  readonly difference: Estimate
}

/** One `--expect`, and whether it was met. */
export interface Expectation {
  readonly text: string
  readonly actual: number | null
  readonly met: boolean
}

export const floorNames = ['tcp', 'ws', 'http', 'express'] as const
/** Who answers a floor's round trips: a TCP echo, a bare `ws` echo, a GET of `node:http`, a GET of express. */
export type FloorName = (typeof floorNames)[number]

/** What a round trip between two processes of this host takes without our server, one at a time; all in microseconds. */
export interface Floor {
  readonly name: FloorName
  /** Bytes of the message, or of the response's body. */
  readonly payloadBytes: number
  readonly rounds: number
  /** Round trips of all rounds. */
  readonly count: number
  /** Median over rounds of each round's p50. */
  readonly p50Micros: Estimate
  /** Of all round trips together, the interval over rounds; null until n(1 − q) ≥ 10. */
  readonly p90Micros: Estimate
  readonly p99Micros: Estimate
}

export const yardstickQuantities = [
  'latencyMicros',
  'cpuMicrosPerDelivery',
  'cpuMicrosPerRequest',
  'requestsPerSecond',
] as const
/** What is laid beside the same work of another: all costs but `requestsPerSecond`, in the unit of the name. */
export type YardstickQuantity = (typeof yardstickQuantities)[number]

/** One figure of ours beside that of the least that does the same work; medians over pairs with their intervals. */
export interface Yardstick {
  /** Which work: a transport, or a transport as it is mounted. */
  readonly name: string
  readonly quantity: YardstickQuantity
  readonly ours: Estimate
  readonly other: Estimate
  /** What the other is. */
  readonly against: string
  /** Ours over the other, within pairs. */
  readonly ratio: Estimate
  readonly pairs: number
}

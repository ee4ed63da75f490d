import type { LiveChanges, LivePorts, LiveSettings } from '../../bench/live/protocol.ts'
import type { TransportName } from '../../server/protocol.ts'
import type { PollOptions } from '../transport.ts'

/** The page's views, in the order of their tabs. */
export const viewNames = ['lab', 'handshake', 'seats', 'results'] as const
export type ViewName = (typeof viewNames)[number]

/** The page's languages, the English one first because its strings are the type of the others. */
export const languages = ['en', 'ko'] as const
export type Language = (typeof languages)[number]

/** The page's themes; `auto` is what the system asks for. */
export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** Whether the Lab shows all transports side by side, or one. */
export const modes = ['compare', 'one'] as const
export type Mode = (typeof modes)[number]

/** How the page stands with the lab's process: its telemetry socket. */
export type LabState = 'connecting' | 'open' | 'lost'

/** Ports of the lab's process on this host; `link` leads to the feed server. */
export type Ports = LivePorts

/** How far the host's clock is ahead of the page's, and by how much that may be wrong, in milliseconds. */
export interface ClockReading {
  readonly offsetMs: number
  readonly errorMs: number
}

/** A parameter of the address that cannot be. */
export interface WrongParameter {
  readonly name: string
  readonly got: string
}

/** Everything that the page shows besides what it measured. */
export interface PageState {
  readonly view: ViewName
  readonly language: Language
  readonly theme: Theme
  /** What is drawn stands still; the feed and the subscriptions go on. */
  readonly paused: boolean
  readonly mode: Mode
  /** The transport of mode `one`. */
  readonly transport: TransportName
  readonly poll: Pick<PollOptions, 'intervalMs' | 'pace'>
  readonly holdMs: number
  /** What the lab's process last said that holds: never what was merely asked for. */
  readonly settings: LiveSettings
  /** Those of them that this page has asked for, as they hold. */
  readonly asked: LiveChanges
  /** What this page asked of a lab that had begun anew, so that it would be as the one before. */
  readonly askedAgain: LiveChanges | null
  /** The feed server; `replay` when the page shows a saved run. */
  readonly server: 'up' | 'down' | 'replay'
  readonly lab: LabState
  /** Who served the page: a lab, which answers for telemetry, seats and results, or any host of files. */
  readonly servedBy: 'lab' | 'static'
  /** Pages that are open on this lab. */
  readonly tabs: number
  /** This page's number, which its requests carry as `?tab=`; null until the lab said hello. */
  readonly tab: number | null
  readonly ports: Ports | null
  readonly clock: ClockReading | null
  /** The page was hidden while it measured, so the browser slowed its timers. */
  readonly throttled: boolean
  /** Id of the message that the inspector shows. */
  readonly chosen: number | null
  /** One clear line from the lab's process, or null. */
  readonly problem: string | null
  /** Telemetry that the page was too slow to take. */
  readonly dropped: number
  /** What the address asked for that cannot be. */
  readonly wrong: readonly WrongParameter[]
}

/** What the page assumes until the lab's process says what holds. */
export const usualSettings: LiveSettings = {
  feed: { kind: 'earthquakes', eventsPerSecond: 1, seed: 7, payloadBytes: null },
  link: {
    rttMs: 100,
    jitterMs: 0,
    bandwidthBitsPerSecond: null,
    stallShare: 0,
    blackHole: false,
    proxyHoldBytes: null,
  },
  keepAlive: true,
  heartbeatMs: 5_000,
}

/** The state of a page that has just been opened. */
export const initialState: PageState = {
  view: 'lab',
  language: 'en',
  theme: 'auto',
  paused: false,
  mode: 'compare',
  transport: 'polling',
  poll: { intervalMs: 1000, pace: 'rate' },
  holdMs: 25_000,
  settings: usualSettings,
  asked: {},
  askedAgain: null,
  server: 'up',
  lab: 'connecting',
  servedBy: 'lab',
  tabs: 1,
  tab: null,
  ports: null,
  clock: null,
  throttled: false,
  chosen: null,
  problem: null,
  dropped: 0,
  wrong: [],
}

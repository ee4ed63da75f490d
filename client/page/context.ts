import type { LiveCommand, Telemetry } from '../../bench/live/protocol.ts'
import type { Cursor, Json, TransportName } from '../../server/protocol.ts'
import type { Text } from './i18n.ts'
import type { PageState } from './state.ts'
import type { Store } from './store.ts'

/** What every view and panel is given. */
export interface PageContext {
  readonly store: Store<PageState>
  readonly telemetry: TelemetryClient
  readonly trace: Trace
  readonly sessions: Sessions
  readonly text: Text
}

/** A view. The shell makes it anew when the language changes, so a text may be asked for once. */
export interface View {
  readonly element: HTMLElement
  show(): void
  hide(): void
  destroy(): void
}

/** A part of a view: its element, and what ends its subscriptions. */
export interface Panel {
  readonly element: HTMLElement
  destroy(): void
}

/** One telemetry message of a type. */
export type TelemetryOf<T extends Telemetry['type']> = Extract<Telemetry, { readonly type: T }>

/** The page's end of the telemetry socket. It connects, connects again, and reads the host's clock. */
export interface TelemetryClient {
  /** Calls the listener for each message of a type, in the order in which they came; returns what ends that. */
  on<T extends Telemetry['type']>(type: T, listener: (message: TelemetryOf<T>) => void): () => void
  /** Sends a command; false when there is no connection, and then it is not sent later. */
  send(command: LiveCommand): boolean
  readonly clock: HostClock
  /** Ends the connection and does not come back; a replay does that. */
  close(): void
}

/** The host's monotonic clock as the page knows it, in milliseconds; without a reading, the page's own. */
export interface HostClock {
  /** The host's time now. */
  now(): number
  /** The host's time at a time of `performance.now()`. */
  toHost(pageMs: number): number
  /** The `performance.now()` at a time of the host. */
  toPage(hostMs: number): number
}

/** An event that a session delivered, when its last byte had been read, on the host's clock. */
export interface Receipt {
  readonly transport: TransportName
  readonly cursor: Cursor
  /** The event's `sequence` in telemetry; null until telemetry has told of that event. */
  readonly sequence: number | null
  readonly atMs: number
}

/** What a session is doing, in the words of the page. */
export const sessionStates = [
  'idle',
  'connecting',
  'open',
  'waiting',
  'gap',
  'reconnecting',
  'suspect',
  'closed',
  'blocked',
] as const
export type SessionState = (typeof sessionStates)[number]

/** A change of a session's state, on the host's clock. */
export interface StateChange {
  readonly transport: TransportName
  readonly state: SessionState
  readonly atMs: number
  /** Failures in a row, from 1, where the state is reconnecting; else 0. */
  readonly attempt: number
  /** WebSocket close code or HTTP status, where there was one. */
  readonly code: number | null
}

/** What the page has seen lately: at most the last 60 s and 20,000 items of each kind, oldest first. */
export interface TraceView {
  readonly messages: readonly TelemetryOf<'message'>[]
  readonly events: readonly TelemetryOf<'event'>[]
  readonly receipts: readonly Receipt[]
  readonly connections: readonly TelemetryOf<'connection'>[]
  readonly states: readonly StateChange[]
  /** When the feed server went and came. */
  readonly servers: readonly TelemetryOf<'server'>[]
  /** A message by its id; undefined when it has left the ring. */
  message(id: number): TelemetryOf<'message'> | undefined
  /** An event by the cursor of its record. */
  event(cursor: Cursor): TelemetryOf<'event'> | undefined
}

/** The ring that telemetry and sessions fill. A message that comes again under the same id takes its place. */
export interface Trace extends TraceView {
  add(item: TelemetryOf<'message' | 'event' | 'connection' | 'server'>): void
  addReceipt(receipt: Receipt): void
  addState(change: StateChange): void
  clear(): void
  /** Calls the listener after each change, with the time that it is of; draw in the next frame, not in it. */
  subscribe(listener: (atMs: number) => void): () => void
}

/** One transport's subscription as the page shows it. */
export interface Session {
  readonly transport: TransportName
  readonly state: SessionState
  readonly attempt: number
  readonly code: number | null
  readonly cursor: Cursor | null
  /** Against the telemetry's events since the session began. */
  readonly counts: {
    readonly delivered: number
    readonly lost: number
    readonly duplicated: number
    readonly reordered: number
  }
  /** Why those that are lost are; together they are `counts.lost`. */
  readonly losses: { readonly restarted: number; readonly evicted: number; readonly unexplained: number }
  /** Events that telemetry told of and that this one has not got; `next` is the first of them. */
  readonly pending: { readonly events: number; readonly next: Cursor | null }
}

/** What became of the events while one transport took over from another at its cursor. */
export interface Switch {
  readonly from: TransportName
  readonly to: TransportName
  readonly delivered: number
  readonly lost: number
  readonly duplicated: number
}

/** One subscription for each transport that is shown; follows the store's mode, transport, poll and hold. */
export interface Sessions {
  /** Those that run, in the order of the transports. */
  readonly shown: readonly Session[]
  of(transport: TransportName): Session
  /** The last change of transport in mode `one`. */
  readonly lastSwitch: Switch | null
  /**
   * Publishes an event as what is shown can: a frame on the WebSocket, beside the others a POST. Null where there is
   * no way up now; rejects with a TransportError.
   */
  publish(data: Json): Promise<unknown> | null
  /** Calls the listener after each change. */
  subscribe(listener: () => void): () => void
  /** Ends all, and keeps the cursors. */
  stop(): void
  /** Begins, or takes up again from the cursors kept; until the first start none runs. */
  start(): void
}

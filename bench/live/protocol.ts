import type { TransportName } from '../../server/protocol.ts'
import type { Settings } from '../link/settings.ts'
import type { Books, ByteCategory, Way } from '../wire/books.ts'

/** How the lab's feed can be filled; `manual` is only what is published. */
export const liveFeedKinds = ['earthquakes', 'poisson', 'periodic', 'burst', 'manual'] as const

/** One of the ways to fill the lab's feed. */
export type LiveFeedKind = (typeof liveFeedKinds)[number]

/** What fills the feed. */
export interface LiveFeedSettings {
  readonly kind: LiveFeedKind
  readonly eventsPerSecond: number
  readonly seed: number
  /** The size of a whole event record, whose `data` is then synthetic; null leaves the recording's own data. */
  readonly payloadBytes: number | null
}

/**
 * What the link does to all that passes it; the link's own settings, less those that befall one connection. Its proxy
 * heeds no response that forbids buffering, or there would be nothing to see: the feed's streams all do.
 */
export type LiveLinkSettings = Omit<Settings, 'cut' | 'reset' | 'fates' | 'proxyHeeds'>

/** All that can be changed while the lab runs. */
export interface LiveSettings {
  readonly feed: LiveFeedSettings
  readonly link: LiveLinkSettings
  /** Whether the server keeps HTTP connections for a next request. */
  readonly keepAlive: boolean
  /** How often an open transport says that it is alive, in milliseconds. */
  readonly heartbeatMs: number
}

/** Some of the settings; what is not given stays as it is. */
export interface LiveChanges {
  readonly feed?: Partial<LiveFeedSettings>
  readonly link?: Partial<LiveLinkSettings>
  readonly keepAlive?: boolean
  readonly heartbeatMs?: number
}

/** Where the lab listens, all on 127.0.0.1: the page, the link to the feed, the handshake's faults. */
export interface LivePorts {
  readonly page: number
  readonly link: number
  readonly handshake: number
}

/** Whose a message is: a transport's, a publication's, the classroom socket's, or of any other path. */
export type LiveTransport = TransportName | 'events' | 'echo' | 'other'

/** Bytes by category. */
export type CategoryBytes = Readonly<Record<ByteCategory, number>>

/** The first message on a telemetry socket. `tab` is this page's number, to put in its requests as `?tab=N`. */
export interface HelloTelemetry {
  readonly type: 'hello'
  readonly nowMs: number
  /** When this lab began: another lab on the same port began at another time. */
  readonly startedMs: number
  readonly tab: number
  readonly ports: LivePorts
  readonly settings: LiveSettings
  /** The epoch of the server's log; null while the server is down. */
  readonly epoch: string | null
  /** Pages that are open now, this one among them. */
  readonly tabs: number
}

/** The answer to a ping: its `sentMs` (the page's clock), when it came and when this left (the host's clock). */
export interface ClockTelemetry {
  readonly type: 'clock'
  readonly echoMs: number
  readonly receivedMs: number
  readonly sentMs: number
}

/** The settings have changed. */
export interface SettingsTelemetry {
  readonly type: 'settings'
  readonly settings: LiveSettings
}

/** A page was opened or closed. */
export interface TabsTelemetry {
  readonly type: 'tabs'
  readonly tabs: number
}

/** The server went down, or is up with a log of this epoch. */
export interface ServerTelemetry {
  readonly type: 'server'
  readonly state: 'up' | 'down'
  readonly epoch: string | null
  readonly atMs: number
}

/** An event was appended to the log. */
export interface EventTelemetry {
  readonly type: 'event'
  readonly sequence: number
  /** The record's `id`. */
  readonly cursor: string
  /** When the feed meant to append it; the same as `appendedMs` for one that was published. */
  readonly intendedMs: number
  readonly appendedMs: number
  readonly topic: string | null
  /** The length of the whole record. */
  readonly recordBytes: number
}

/** A TCP connection to the link was opened or has closed. */
export interface ConnectionTelemetry {
  readonly type: 'connection'
  readonly id: number
  readonly atMs: number
  readonly state: 'opened' | 'closed'
  /** How it closed; null for an opening. */
  readonly how: 'end' | 'reset' | null
  /** The port of the client's end. */
  readonly clientPort: number
}

/**
 * One message as one arrow: a whole request, a whole response whose body is bounded, the head of an unbounded
 * response, each chunk of one, each WebSocket frame. Sent once its last byte has been read, and again under the same
 * `id` where its end was not known then: a message up is told when it enters the link and when it leaves it.
 */
export interface MessageTelemetry {
  readonly type: 'message'
  readonly id: number
  /** The `id` of its connection. */
  readonly connection: number
  /** The page whose it is, by `?tab=N` of the request; null where none is given. */
  readonly tab: number | null
  readonly transport: LiveTransport
  readonly way: Way
  readonly kind: 'request' | 'response' | 'chunk' | 'frame' | 'control'
  /** `GET /polling?since=…`, `204 No Content`, `text`, `ping`; a chunk has none. */
  readonly name: string
  /** When its first byte left its sender. */
  readonly fromMs: number
  /** When its first byte came to its receiver; null: it never left the link, or has not yet. */
  readonly toMs: number | null
  /** When its last byte came to its receiver; null as `toMs`. */
  readonly endMs: number | null
  readonly bytes: CategoryBytes
  /** The ids of event records that it carries, at most 50. */
  readonly cursors: readonly string[]
  /** How many event records it carries. */
  readonly events: number
  /** Whether it is an answer to a poll without an event. */
  readonly empty: boolean
  /** The status of a response, of a chunk's response too; null for others. */
  readonly status: number | null
  /** The `id` of the request that it answers or belongs to; a request's own. 0 where it answers none. */
  readonly exchange: number
}

/** The bytes of a message, asked for with `inspect`: at most the first 64 KiB. */
export interface BytesTelemetry {
  readonly type: 'bytes'
  readonly id: number
  readonly base64: string
  /** Runs of one category in wire order; they add up to the whole message, kept or not. */
  readonly runs: readonly (readonly [category: ByteCategory, lengthBytes: number])[]
}

/** The sums of one page's messages of one transport since its `reset-books`, the ledger's own; at most 4 a second. */
export interface BooksTelemetry {
  readonly type: 'books'
  readonly tab: number
  readonly transport: LiveTransport
  readonly books: Books
  /** Connections that carried any of its messages since then, and those of them that are open. */
  readonly connections: { readonly opened: number; readonly open: number }
  /** Requests, and those answered with no event. */
  readonly requests: { readonly sent: number; readonly empty: number }
}

/** Telemetry that this page was too slow to take and will not get. */
export interface DroppedTelemetry {
  readonly type: 'dropped'
  /** Items dropped since the last that were sent. */
  readonly items: number
}

/** What could not be done, in one line. */
export interface ProblemTelemetry {
  readonly type: 'problem'
  readonly text: string
}

/** From the lab to a page, in batches (`Telemetry[]` as JSON), at most every 16 ms; times are host-monotonic ms. */
export type Telemetry =
  | HelloTelemetry
  | ClockTelemetry
  | SettingsTelemetry
  | TabsTelemetry
  | ServerTelemetry
  | EventTelemetry
  | ConnectionTelemetry
  | MessageTelemetry
  | BytesTelemetry
  | BooksTelemetry
  | DroppedTelemetry
  | ProblemTelemetry

/** From a page to the lab, one a message. */
export type LiveCommand =
  | { readonly type: 'ping'; readonly sentMs: number }
  | { readonly type: 'set'; readonly changes: LiveChanges }
  | { readonly type: 'publish'; readonly data: unknown; readonly topic?: string }
  | { readonly type: 'reset-connections' }
  | { readonly type: 'restart-server' }
  | { readonly type: 'inspect'; readonly id: number }
  | { readonly type: 'reset-books' }

/** One run as `/results/index.json` lists it, newest first; its report is at `/results/NAME/report.json`. */
export interface ResultsEntry {
  readonly name: string
  readonly createdAt: string
}

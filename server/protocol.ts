/**
 * The wire as types and constants; `PROTOCOL.md` says the same in words.
 * It imports nothing, so a browser can load it.
 */

/** The five transports, in the order in which they are taught; each name is also its path. */
export const transportNames = ['polling', 'long-polling', 'streaming', 'sse', 'websocket'] as const

/** One of the five transports. */
export type TransportName = (typeof transportNames)[number]

/** Any JSON value (RFC 8259). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A position in the log, opaque to clients: `EPOCH.SEQUENCE`. */
export type Cursor = string

/** One event as it travels, the same bytes on every transport. */
export interface EventRecord {
  /** The cursor just after this event. */
  readonly id: Cursor
  /** When it was appended, Unix time in microseconds. */
  readonly at: number
  readonly topic?: string
  readonly data: Json
}

/** Why a log cannot go on from a cursor: it dropped the events, or it started anew. */
export const gapReasons = ['evicted', 'restarted'] as const

/** Tells a client that events are missing before the next one. */
export interface Gap {
  readonly reason: (typeof gapReasons)[number]
  /** How many events the client will never see, or null where nobody can know. */
  readonly lost: number | null
  /** Where the feed goes on: the oldest position held. */
  readonly cursor: Cursor
}

/** The body of a 200 from `/polling` and `/long-polling`. */
export interface PollAnswer {
  /** What to give as `since` next time. */
  readonly cursor: Cursor
  readonly gap?: Gap
  readonly events: readonly EventRecord[]
}

/** One line of `/streaming`, or one text message of `/websocket`, from the server. */
export type FeedMessage =
  | { readonly cursor: Cursor }
  | EventRecord
  | { readonly gap: Gap }
  | { readonly heartbeat: Cursor }
  | { readonly published: Cursor }
  | { readonly problem: Problem }

/** What a client may send on `/websocket`. */
export interface PublishMessage {
  readonly publish: Json
  readonly topic?: string
}

/** A problem document (RFC 9457 section 3), with the field that was wrong. */
export interface Problem {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly detail: string
  /** The query parameter, header or body member at fault. */
  readonly field?: string
}

/** The body of `GET /health`. */
export interface Health {
  readonly status: 'ok'
  readonly epoch: string
  readonly head: Cursor
  /** Open followers, held polls, and for polling the requests being answered. */
  readonly subscribers: Readonly<Record<TransportName, number>>
}

/** The WebSocket subprotocol of the feed (RFC 6455 section 1.9). */
export const subprotocol = 'feed.v1'

/** What an answer to a poll takes: all that is new, the oldest event alone, or the newest alone. */
export const takes = ['all', 'one', 'latest'] as const

/** One of the ways to take events with a poll. */
export type Take = (typeof takes)[number]

/** How long a long poll is held when it names no `timeout`, in milliseconds (RFC 6202 section 5.5 calls 30 s safe). */
export const defaultHoldMs = 25_000

/** The longest hold that a long poll may ask for, in milliseconds. */
export const maxHoldMs = 120_000

/** How often an open transport says that it is alive, in milliseconds. */
export const defaultHeartbeatMs = 15_000

/** The most events in one answer to a poll. */
export const maxBatchEvents = 1_000

/** The most bytes of event records in one answer to a poll; a single larger record still goes out alone. */
export const maxBatchBytes = 1_048_576

/** The longest topic, in UTF-8 bytes. */
export const maxTopicBytes = 256

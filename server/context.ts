import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Feed } from './feed.ts'
import type { OriginPolicy } from './origin.ts'
import type { TransportName } from './protocol.ts'

/** What the transports of one server share. */
export interface ServerContext {
  readonly feed: Feed
  readonly settings: ServerSettings
  readonly origins: OriginPolicy
  /** Open followers, held polls and polls being answered, by transport. */
  readonly subscribers: Record<TransportName, number>
  /** How to end each open subscription when the server ends: held polls answer, streams end, sockets close. */
  readonly open: Set<() => void>
}

/** The numbers that a server is started with. */
export interface ServerSettings {
  readonly heartbeatMs: number
  /** Streams and event streams end at this age; undefined: never. */
  readonly streamAgeMs: number | undefined
  /** The longest body of a POST and the longest WebSocket message, in bytes. */
  readonly maxPayloadBytes: number
  /** Whether HTTP connections are kept for a next request (RFC 9112 section 9.3). */
  readonly keepAlive: boolean
}

/** Answers one request. It may throw a ProblemError before it has written anything. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** Takes over a connection that asks to become a WebSocket. It may throw a ProblemError before it has written anything. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** Counts a subscription while it is open and ends it with the server; returns the way to say that it is over. */
export function enter(context: ServerContext, transport: TransportName, end: () => void): () => void {
  context.subscribers[transport] += 1
  context.open.add(end)
  return () => {
    if (context.open.delete(end)) context.subscribers[transport] -= 1
  }
}

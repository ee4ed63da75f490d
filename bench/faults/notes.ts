import { crc32 } from 'node:zlib'
import type { TransportError } from '../../client/transport.ts'
import type { Cursor, Gap } from '../../server/protocol.ts'

/** What a client was told, and when; times on the host's monotonic clock. */
export type Note = {
  readonly cursor: Cursor
  readonly atMs: number
  /** When the request that brought it was sent. */
  readonly askedMs: number
} & (
  | { readonly type: 'open' }
  | { readonly type: 'alive' }
  | { readonly type: 'event'; readonly digest: number }
  | { readonly type: 'gap'; readonly reason: Gap['reason']; readonly lost: number | null }
)

/** What a client was told from its start to its end. */
export interface ClientNotes {
  readonly notes: readonly Note[]
  /** When a session broke, and what the library called that. */
  readonly broken: readonly { readonly atMs: number; readonly code: TransportError['code'] }[]
  /** What ended it before it was to end; null where nothing did. */
  readonly failure: string | null
}

/** One life of a log: what the server appended to it. */
export interface EpochLog {
  readonly epoch: string
  /** Of each event's record, in order; the first has the sequence 1. */
  readonly digests: Float64Array
  /** The most events that it held at once. */
  readonly capacityEvents: number
}

/** A checksum of an event record's text, the same on both sides. */
export function digestOf(record: string): number {
  return crc32(record)
}

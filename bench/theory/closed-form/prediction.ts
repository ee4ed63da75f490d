import type { Wait } from './wait.ts'

/** Bytes for each event delivered, client to server and server to client. */
export interface BytesPerEvent {
  readonly up: number | null
  readonly down: number | null
}

/** What one client of a transport should see; null where theory gives nothing. */
export interface Prediction {
  readonly latencyMs: Wait
  readonly requestsPerSecond: number | null
  /** Of the requests, those answered without an event: 0 to 1. */
  readonly emptyShare: number | null
  readonly eventsPerNonEmptyAnswer: number | null
  /** Of the events appended, those that the client is given at all: 1 unless it takes the latest alone. */
  readonly seenShare: number | null
  readonly headBytesPerEvent: BytesPerEvent
  readonly framingBytesPerEvent: BytesPerEvent
  readonly envelopeBytesPerEvent: BytesPerEvent
  readonly segmentsPerEvent: number | null
}

/** How a connection ended at the client's side. */
export type ConnectionEnd = 'end' | 'reset'

/** Told what passes one connection; the link waits for none of it. Times are on the host's monotonic clock. */
export interface ConnectionTap {
  /** Bytes that the client sent have entered the link; they are valid during the call. */
  upEntered(bytes: Uint8Array, atMs: number): void
  /** So many of them have left to the server, the oldest first. What a link swallows never does, nor what comes behind. */
  upLeft(bytes: number, atMs: number): void
  /** Bytes that the server sent, and that entered the link before, have left to the client; valid during the call. */
  downLeft(bytes: Uint8Array, enteredMs: number, atMs: number): void
  /** The client's side is closed. */
  closed(how: ConnectionEnd, atMs: number): void
}

/** Begins a tap for a connection that the link has accepted, from a client's port. */
export type Tap = (opened: { readonly clientPort: number; readonly atMs: number }) => ConnectionTap

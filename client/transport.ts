import type { Cursor, EventRecord, Gap, Take } from '../server/protocol.ts'

/** What a transport tells its reader, in the order in which it came. */
export type Delivery =
  /** Where the reader stands before the first event. */
  | { readonly type: 'open'; readonly cursor: Cursor }
  | { readonly type: 'event'; readonly cursor: Cursor; readonly record: EventRecord }
  | { readonly type: 'gap'; readonly cursor: Cursor; readonly gap: Gap }
  /** Nothing new, but the server is there: a heartbeat, or an empty answer to a poll. */
  | { readonly type: 'alive'; readonly cursor: Cursor; readonly empty: boolean }

/** What every transport is given; the rest is for one family and ignored by the others. */
export interface TransportOptions {
  /** The server, `http://host:port/`; the transport adds its own path. */
  readonly url: URL
  /** Where to go on from; without it, from now on. */
  readonly since?: Cursor | undefined
  readonly topic?: string | undefined
  /** Ends the iteration without an error. */
  readonly signal: AbortSignal
  readonly environment: ClientEnvironment
  readonly poll?: PollOptions | undefined
  /** How long a long poll asks to be held, in milliseconds. */
  readonly holdMs?: number | undefined
  readonly take?: Take | undefined
}

/** When a poller asks again. */
export interface PollOptions {
  readonly intervalMs: number
  /** `rate`: every interval on an absolute schedule; `pause`: an interval after each answer. */
  readonly pace: 'rate' | 'pause'
  /** How long the first poll waits, in milliseconds; random within the interval unless given. */
  readonly phaseMs?: number | undefined
}

/**
 * One session of a transport: yields deliveries until the signal aborts (then it returns) or the session breaks
 * (then it throws a {@link TransportError}). It never retries; `subscribe` does.
 */
export type Transport = (options: TransportOptions) => AsyncIterable<Delivery>

/** What differs between a browser and Node; the one value that is injected. An abort rejects with the signal's reason. */
export interface ClientEnvironment {
  /** Sends one request; resolves at the response's head. Rejects with a TransportError `network` when there is none. */
  request(url: URL, init: ClientRequest): Promise<HttpAnswer>
  /** Opens a WebSocket and resolves once it is open. Rejects with a TransportError. */
  openWebSocket(url: URL, protocol: string, signal: AbortSignal): Promise<WebSocketChannel>
  /** Opens an event stream (WHATWG HTML 9.2). Iterates its events; throws a TransportError when it breaks or ends. */
  openEventStream(url: URL, options: EventStreamOptions): AsyncIterable<StreamEvent>
  /** A number in [0, 1). */
  random(): number
  /** Milliseconds on a monotonic clock. */
  now(): number
}

/** One HTTP request. */
export interface ClientRequest {
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
}

/** One HTTP response, its body not read yet. */
export interface HttpAnswer {
  readonly status: number
  /** A field's value, or null. */
  header(name: string): string | null
  /** The whole body. */
  text(): Promise<string>
  /** The body as it comes; ends when the server ends it, throws a TransportError when it is cut. */
  chunks(): AsyncIterable<string>
}

export interface EventStreamOptions {
  readonly lastEventId: Cursor | undefined
  readonly signal: AbortSignal
}

/** One dispatched event of an event stream, or its opening position. */
export interface StreamEvent {
  /** `open` for the id that comes before any event; else the event's type, `message` by default. */
  readonly type: string
  readonly lastEventId: string
  readonly data: string
}

/** An open WebSocket, text messages only. */
export interface WebSocketChannel {
  /** Ends with the closing handshake 1000; throws a TransportError with the close code otherwise. */
  readonly messages: AsyncIterable<string>
  send(text: string): void
  close(code?: number): void
}

/** Machine words for what went wrong. */
export const transportErrorCodes = ['network', 'closed', 'silent', 'refused', 'busy', 'protocol'] as const

/** Why a session broke; `retryable` says whether the same request may succeed later. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly code: (typeof transportErrorCodes)[number]
  /** HTTP status or WebSocket close code, where there was one. */
  readonly status: number | undefined
  /** What the server's Retry-After asked for, in milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor(
    code: (typeof transportErrorCodes)[number],
    message: string,
    options: ErrorOptions & { status?: number; retryAfterMs?: number } = {},
  ) {
    super(message, options)
    this.code = code
    this.status = options.status
    this.retryAfterMs = options.retryAfterMs
  }

  get retryable(): boolean {
    return this.code !== 'refused' && this.code !== 'protocol'
  }
}

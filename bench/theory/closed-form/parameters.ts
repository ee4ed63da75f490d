import type { Take } from '../../../server/protocol.ts'
import type { Arrivals } from '../../report/types.ts'

/** What the closed form is told of a workload, its network and its bytes; `recorded` arrivals count as Poisson. */
export interface Parameters {
  /** One-way delay d. */
  readonly oneWayMs: number
  /** What a delivery waits for others' where its request was held or its stream open, and not where it waited in a gap. */
  readonly aheadMs: number
  /** What a delivery takes beside the delay, on average; in every latency. */
  readonly serviceMs: number
  /** From the client that an event reaches first to the last: a delivery's service is uniform on ± half of it. */
  readonly spreadMs: number
  /** Event rate λ, as achieved. */
  readonly eventsPerSecond: number
  readonly arrivals: Arrivals
  /** Poll interval T. */
  readonly pollIntervalMs: number
  readonly pace: 'rate' | 'pause'
  readonly take: Take
  /** Hold limit L of a long poll. */
  readonly holdMs: number
  /** Age τ at which a stream is ended; null: never. */
  readonly streamAgeMs: number | null
  /** Time g from an answer to the client's next request. */
  readonly gapExtraMs: number
  /** Whether polls share a connection; if not, each pays `setupMs`. */
  readonly keepAlive: boolean
  /**
   * Setup S of a new connection: TCP one round trip, with TLS 1.3 two (RFC 8446 section 2), with TLS 1.2 three
   * (RFC 5246 section 7.3).
   */
  readonly setupMs: number
  /** A request's head, Hq; of an open transport its opening request. */
  readonly requestHeadBytes: number
  /** The head Hs of a response with events, or of an open transport's only response. */
  readonly responseHeadBytes: number
  /** The head of a poll's 204. */
  readonly emptyResponseHeadBytes: number
  /** One event record. */
  readonly payloadBytes: number
  readonly cursorBytes: number
  /** Interval of an open transport's heartbeats; null where a session is shorter than one. */
  readonly heartbeatMs: number | null
}

/** Setup S that a client's next request pays, in milliseconds. */
export function requestSetupMs({ keepAlive, setupMs }: Parameters): number {
  return keepAlive ? 0 : setupMs
}

/** The least latency in milliseconds: one transit, d, and the service (RFC 6202 section 2.2). */
export function floorMs({ oneWayMs, serviceMs }: Parameters): number {
  return oneWayMs + serviceMs
}

/**
 * Time G from an answer's sending to the next request's arrival at the server, G = R + g + S in milliseconds: the
 * gap in which no request is there and events wait (RFC 6202 section 2.2, item 2).
 */
export function gapMs(parameters: Parameters): number {
  const { oneWayMs, serviceMs, gapExtraMs } = parameters
  return 2 * oneWayMs + serviceMs + gapExtraMs + requestSetupMs(parameters)
}

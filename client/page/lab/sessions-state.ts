import type { TransportName } from '../../../server/protocol.ts'
import type { SessionState } from '../context.ts'

/** What is known of a session; times are the page's, in milliseconds. */
export interface SessionFacts {
  readonly phase: 'idle' | 'connecting' | 'open' | 'reconnecting' | 'closed'
  /** Since when a request is out whose response has not begun; null while there is none. */
  readonly askedMs: number | null
  /** Whether the link has seen that request. */
  readonly isOnLink: boolean
  /** Whether the link is in a state to see requests. */
  readonly linkSees: boolean
  readonly heardMs: number
  readonly suspectMs: number
  readonly blockedAfterMs: number
}

/** Whether a transport asks again and again, so that between two requests events wait (RFC 6202 section 2.2). */
const asks: Readonly<Record<TransportName, boolean>> = {
  polling: true,
  'long-polling': true,
  streaming: false,
  sse: false,
  websocket: false,
}

/** WebSockets do not count to a browser's six connections a host. */
const usesPool: Readonly<Record<TransportName, boolean>> = {
  polling: true,
  'long-polling': true,
  streaming: true,
  sse: true,
  websocket: false,
}

/** What a session is doing, in a word. */
export function stateOf(transport: TransportName, facts: SessionFacts, nowMs: number): SessionState {
  const { phase, askedMs, heardMs, suspectMs } = facts
  if (phase === 'idle' || phase === 'closed') return phase
  if (usesPool[transport] && isBlocked(facts, nowMs)) return 'blocked'
  if (phase === 'reconnecting') return phase
  if (nowMs - heardMs > suspectMs) return 'suspect'
  if (phase === 'connecting') return phase
  if (!asks[transport]) return 'open'
  return askedMs === null ? 'gap' : 'waiting'
}

/** The browser holds a request back while its six connections to the host are taken: no byte of it is on the link. */
function isBlocked({ askedMs, isOnLink, linkSees, blockedAfterMs }: SessionFacts, nowMs: number): boolean {
  return linkSees && !isOnLink && askedMs !== null && nowMs - askedMs > blockedAfterMs
}

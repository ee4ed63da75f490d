import type { TransportName } from '../../../server/protocol.ts'
import type { PageState } from '../state.ts'

/** What a transport's restart and its silences hang on. */
export type SessionSettings = Pick<PageState, 'poll' | 'holdMs' | 'settings'>

/** How long a transport may say nothing, in milliseconds. */
export interface Deadlines {
  /** Silence past this is suspect. */
  readonly suspectMs: number
  /** Silence past this ends the session. */
  readonly silenceMs: number
}

/** How often a working transport is heard of at the least, in milliseconds. */
const periodMs: Readonly<Record<TransportName, (settings: SessionSettings) => number>> = {
  polling: ({ poll }) => poll.intervalMs,
  'long-polling': ({ holdMs }) => holdMs,
  streaming: ({ settings }) => settings.heartbeatMs,
  sse: ({ settings }) => settings.heartbeatMs,
  websocket: ({ settings }) => settings.heartbeatMs,
}

/** The least allowance for the way, in milliseconds. */
const leastAllowanceMs = 2_048

/** The deadlines of a transport; the allowance for the link goes in powers of two, so that few changes restart it. */
export function deadlinesOf(transport: TransportName, settings: SessionSettings): Deadlines {
  const { rttMs, jitterMs } = settings.settings.link
  const wayMs = Math.max(leastAllowanceMs, 4 * (rttMs + jitterMs))
  const allowanceMs = 2 ** Math.ceil(Math.log2(wayMs))
  const period = periodMs[transport](settings)
  return { suspectMs: period + allowanceMs, silenceMs: period + 2 * allowanceMs }
}

/** How long a request may be out of the page's hands, but not on the link, before it counts as blocked, in ms. */
export function blockedAfterMs({ settings }: SessionSettings): number {
  return 1_500 + 3 * (settings.link.rttMs + settings.link.jitterMs)
}

const optionsOf: Readonly<Record<TransportName, (settings: SessionSettings) => unknown>> = {
  polling: ({ poll }) => [poll.intervalMs, poll.pace],
  'long-polling': ({ holdMs }) => holdMs,
  streaming: () => null,
  sse: () => null,
  websocket: () => null,
}

/** A text that differs where a subscription has to begin anew: its address, its options, or its silence. */
export function restartKey(url: string, transport: TransportName, settings: SessionSettings): string {
  return JSON.stringify([url, optionsOf[transport](settings), deadlinesOf(transport, settings).silenceMs])
}

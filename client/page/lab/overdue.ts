import type { Session, TraceView } from '../context.ts'
import type { TransportFigures } from './figures.ts'
import { durationText } from './ladder/message.ts'

/** Events that a transport is late with. */
export interface Overdue {
  readonly events: number
  /** How long the oldest of them has been awaited, in words; `> ` where it has left the trace. */
  readonly age: string
}

/** By so much an event is older than all that came before it is called late, in milliseconds. */
const marginMs = 1_000

/**
 * What a transport is late with: events that have been awaited for longer than any took that came, so that they are in no
 * percentile and would be above all. Null where there is none, and of a session that is stopped.
 */
export function overdueOf(
  { state, pending: { events, next } }: Pick<Session, 'state' | 'pending'>,
  { latencyMs }: Pick<TransportFigures, 'latencyMs'>,
  { trace, nowMs }: { readonly trace: Pick<TraceView, 'event' | 'events'>; readonly nowMs: number },
): Overdue | null {
  const known = next === null ? undefined : trace.event(next)
  const oldest = known ?? trace.events[0]
  if (state === 'idle' || next === null || oldest === undefined) return null
  const ageMs = nowMs - oldest.intendedMs
  const [longestMs = 0] = latencyMs.at(-1) ?? []
  if (ageMs < longestMs + marginMs) return null
  return { events, age: `${known ? '' : '> '}${durationText(ageMs)}` }
}

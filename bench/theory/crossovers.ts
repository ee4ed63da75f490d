import { eventsPerLongPoll } from './closed-form/long-polling.ts'

/**
 * The poll interval T* = b/λ at which polling sends as many head bytes an event as long polling does, in
 * milliseconds; above it polling sends fewer.
 */
export function equalHeadsIntervalMs(eventsPerSecond: number, gapMs: number, holdMs: number): number {
  return (1_000 * eventsPerLongPoll(eventsPerSecond, gapMs, holdMs)) / eventsPerSecond
}

/**
 * The rate λ = H/(C·h), in events a second, from which the heads of polls a cycle C apart cost each event less than a
 * stream's framing; for long polling C is the gap G.
 */
export function headsBelowFramingPerSecond(headBytes: number, cycleMs: number, framingBytes: number): number {
  return (1_000 * headBytes) / (cycleMs * framingBytes)
}

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Content } from '../feed.ts'
import type { Offsets } from './arrivals.ts'
import { createMetronome, type Metronome } from './metronome.ts'

/** Appends one event that was due at `intendedAtMs` on the clock of `monotonicMs`. */
export type Append = (content: Content, intendedAtMs: number) => void

/** Events appended before the event loop gets a turn. */
const mostEventsATurn = 1_000

/** What to play, and when. */
export interface PlayOptions {
  readonly arrivals: Offsets
  readonly contents: Iterator<Content, never>
  /** When offset 0 is, on the clock of `monotonicMs`; the thread needs about 50 ms to start. */
  readonly startAtMs: number
  /** Where to end: events of this offset and later are left out; without it, play goes on until the abort. */
  readonly endAtOffsetMs?: number | undefined
  readonly signal: AbortSignal
  readonly append: Append
  readonly createClock?: ((signal: AbortSignal) => Metronome) | undefined
}

/**
 * Appends every event at its own time, open loop: never early, and after a late turn all that are due at once.
 * Resolves at the end offset or the abort, when the clock's thread has gone; rejects if `append` throws.
 */
export async function play(options: PlayOptions): Promise<void> {
  const { arrivals, contents, startAtMs, endAtOffsetMs = Number.POSITIVE_INFINITY, signal, append } = options
  const clock = (options.createClock ?? createMetronome)(signal)
  try {
    let offsetMs = arrivals.next().value
    for (;;) {
      await clock.at(startAtMs + Math.min(offsetMs, endAtOffsetMs))
      // Read once a turn: a source faster than its appends must not keep everything else waiting.
      const nowMs = clock.now()
      let room = mostEventsATurn
      while (offsetMs < endAtOffsetMs && startAtMs + offsetMs <= nowMs && room > 0 && !signal.aborted) {
        append(contents.next().value, startAtMs + offsetMs)
        offsetMs = arrivals.next().value
        room -= 1
      }
      // Followers wake at the end of the turn; setting the next alarm must not stand before them.
      await Promise.resolve()
      // A schedule that nobody could keep must not keep signals and clients waiting.
      if (room === 0) await nextTurn()
      if (offsetMs >= endAtOffsetMs && startAtMs + endAtOffsetMs <= nowMs) return
    }
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error
  } finally {
    await clock.close()
  }
}

import type { Recording } from './recording.ts'
import { type Moment, momentsOf } from './schedule.ts'

/** Plays a recording again and again. */
export interface Player {
  /** Gives out, in their order, what was due up to this time on the host's clock. */
  advance(nowMs: number): void
}

/** How long a round rests before the next begins, in milliseconds. */
export const restMs = 1_500

/**
 * Creates a player whose first round begins at `startMs`. A clock that has gone on for longer than a round meanwhile, as
 * over a laptop's sleep, skips whole rounds.
 */
export function createPlayer(recording: Recording, startMs: number, give: (moment: Moment) => void): Player {
  const periodMs = recording.durationMs + restMs
  let round = 0
  let next = 0
  let moments = momentsOf(recording, 0, startMs)

  function begin(number: number): void {
    round = number
    next = 0
    moments = momentsOf(recording, round, startMs + round * periodMs)
  }
  function giveUntil(untilMs: number): void {
    for (let moment = moments[next]; moment && moment.atMs <= untilMs; moment = moments[next]) {
      next += 1
      give(moment)
    }
  }

  return {
    advance(nowMs) {
      const current = Math.max(0, Math.floor((nowMs - startMs) / periodMs))
      if (current > round) {
        // A round that was begun is told to its end, so that its connections close.
        giveUntil(Number.POSITIVE_INFINITY)
        begin(current)
      }
      giveUntil(nowMs)
    },
  }
}

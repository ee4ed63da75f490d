import type { Strike } from '../link/stage.ts'
import type { Note } from './notes.ts'

/** How long a client was without the feed after a cut; null where the next cut left it nothing before that. */
export interface Recovery {
  readonly strike: Strike
  readonly ms: number | null
}

/**
 * When a client was back after each of its cuts: with the first it was told, other than where it stands, on a request
 * that was sent between this cut and the next. Both lists are in rising order of time.
 */
export function recoveriesOf(strikes: readonly Strike[], notes: readonly Note[]): readonly Recovery[] {
  let from = 0
  return strikes.map((strike, index) => {
    while (from < notes.length && notes[from]!.atMs < strike.atMs) from += 1
    const nextMs = strikes[index + 1]?.atMs ?? Number.POSITIVE_INFINITY
    // Not by the time of the note: what passed before a cut is still on its way when it strikes.
    const isBack = ({ type, askedMs }: Note) => type !== 'open' && askedMs >= strike.atMs && askedMs < nextMs
    const back = notes.slice(from).find(isBack)
    return { strike, ms: back ? back.atMs - strike.atMs : null }
  })
}

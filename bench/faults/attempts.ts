import type { TransportError } from '../../client/transport.ts'
import type { ClientNotes } from './notes.ts'

/** How clients that were reset tried to come back. */
export interface Attempts {
  /** By all of them, by the library's account: one that notices nothing, a poller between two polls, makes none. */
  readonly made: number
  /** The most that one made. */
  readonly most: number
  /** Those that failed, by what the library called it; `busy` is a 503. */
  readonly failed: Readonly<Partial<Record<TransportError['code'], number>>>
}

/** Counts the attempts after a time: each session that broke was followed by one. */
export function attemptsAfter(resetMs: number, told: readonly Pick<ClientNotes, 'broken'>[]): Attempts {
  const failed: Partial<Record<TransportError['code'], number>> = {}
  let made = 0
  let most = 0
  for (const { broken } of told) {
    // The first is the reset itself.
    const [reset, ...again] = broken.filter(({ atMs }) => atMs >= resetMs)
    if (!reset) continue
    made += 1 + again.length
    most = Math.max(most, 1 + again.length)
    for (const { code } of again) failed[code] = (failed[code] ?? 0) + 1
  }
  return { made, most, failed }
}

/** Events for a crowd: one a second for each client, each at its own time of the second, or one for all. */
export interface Play {
  readonly clients: number
  /** Each client has a topic of its own, `0` and on; else all get one event a second. */
  readonly topics: boolean
  /** At most 31. */
  readonly seconds: number
  /** When the first second begins, on the host's monotonic clock. */
  readonly startAtMs: number
}

/** How many events one second has. */
export function eventsPerSecond({ clients, topics }: Play): number {
  return topics ? clients : 1
}

/** When an event of a play is due: the `index`th of a second, from 0. Server and load compute the same number. */
export function dueAt(play: Play, second: number, index: number): number {
  const topics = eventsPerSecond(play)
  return play.startAtMs + ((second * topics + index) / topics) * 1_000
}

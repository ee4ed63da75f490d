import type { SeatEvent, SeatMap } from './protocol.ts'

/** What an event did to a map: a seat more is taken, all is new, or nothing. */
export type HouseChange = 'sold' | 'opened' | 'known'

/** The theatre as one client knows it. */
export interface House {
  readonly shape: Pick<SeatMap, 'rows' | 'columns'>
  readonly theatre: number
  /** Who has each seat of which this client knows that it is taken. */
  readonly taken: ReadonlyMap<string, string>
  /** The seats that it believes to be free. */
  readonly free: readonly string[]
  /** Takes in an event; what it knows already, or of a theatre gone by, changes nothing. */
  apply(event: SeatEvent): HouseChange
  /** Takes in what the answer to a click told. */
  learn(theatre: number, seat: string, by: string): void
  /** Takes in a whole map in place of what it knew. */
  replace(map: SeatMap): void
}

/** The names of all seats of a map, row by row. */
export function seatNamesOf({ rows, columns }: Pick<SeatMap, 'rows' | 'columns'>): string[] {
  return rows.flatMap(row => Array.from({ length: columns }, (_, index) => `${row}${index + 1}`))
}

/** A client's theatre that knows what a map says. */
export function createHouse(map: SeatMap): House {
  const names = seatNamesOf(map)
  let theatre = map.theatre
  let taken = new Map(Object.entries(map.taken))

  function sell(seat: string, by: string): HouseChange {
    if (taken.has(seat)) return 'known'
    taken.set(seat, by)
    return 'sold'
  }

  return {
    shape: map,
    get theatre() {
      return theatre
    },
    get taken() {
      return taken
    },
    get free() {
      return names.filter(seat => !taken.has(seat))
    },
    apply(event) {
      if (event.theatre < theatre) return 'known'
      const isNew = event.theatre > theatre
      if (isNew) {
        theatre = event.theatre
        taken = new Map()
      }
      const change = 'seat' in event && names.includes(event.seat) ? sell(event.seat, event.by) : 'known'
      return isNew ? 'opened' : change
    },
    learn(at, seat, by) {
      if (at === theatre) sell(seat, by)
    },
    replace(next) {
      theatre = next.theatre
      taken = new Map(Object.entries(next.taken))
    },
  }
}

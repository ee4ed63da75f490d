/** The rows of the theatre, and how many seats each has. */
export const seatRows: readonly string[] = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']
export const seatColumns = 12

const seatNames = seatRows.flatMap(row =>
  Array.from({ length: seatColumns }, (_, index) => `${row}${index + 1}`),
)

/** One theatre, the judge of who was first. It does all at once, so of two who ask for a seat one is first. */
export interface Theatre {
  /** How often it has been opened, from 1. */
  readonly number: number
  /** Who has each seat that is taken. */
  readonly taken: ReadonlyMap<string, string>
  readonly free: readonly string[]
  has(seat: string): boolean
  /** Gives a free seat to who asks; answers who has it where it is gone, undefined where it was free. */
  take(seat: string, by: string): string | undefined
  /** Takes back a seat whose sale could not be told. */
  release(seat: string): void
  /** Frees every seat. */
  reopen(): void
}

/** A theatre with every seat free. */
export function createTheatre(): Theatre {
  const taken = new Map<string, string>()
  const all = new Set(seatNames)
  let number = 1
  return {
    get number() {
      return number
    },
    taken,
    get free() {
      return seatNames.filter(seat => !taken.has(seat))
    },
    has: seat => all.has(seat),
    take(seat, by) {
      const holder = taken.get(seat)
      if (holder === undefined) taken.set(seat, by)
      return holder
    },
    release: seat => void taken.delete(seat),
    reopen() {
      taken.clear()
      number += 1
    },
  }
}

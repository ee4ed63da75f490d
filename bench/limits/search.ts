/** Where a search looks. */
export interface SearchOptions {
  /** Tried first, and doubled while it holds. */
  readonly start: number
  /** Never more than this. */
  readonly most: number
  /** The search ends when what holds and what doesn't are this share apart. */
  readonly precision: number
  /** Whether so many hold; one that doesn't is asked once more, since a disturbance can only make things worse. */
  readonly holds: (count: number) => Promise<boolean>
}

/** What a search came to. */
export interface Found {
  /** 0: not even the first half of a half … of the start. */
  readonly holds: number
  /** The fewest that did not hold; null where the most there may be did. */
  readonly fails: number | null
}

/** Finds the most that hold: by doubling, then by halving the distance. */
export async function search({ start, most, precision, holds }: SearchOptions): Promise<Found> {
  const works = async (count: number) => (await holds(count)) || (await holds(count))
  let low = 0
  let high: number | null = null
  let next = Math.min(start, most)
  for (;;) {
    if (await works(next)) low = next
    else high = next
    if (high === null) {
      if (low === most) return { holds: low, fails: null }
      next = Math.min(low * 2, most)
    } else {
      if (high - low <= Math.max(1, precision * high)) return { holds: low, fails: high }
      next = Math.round((low + high) / 2)
    }
  }
}

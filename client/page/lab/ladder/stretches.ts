/** Arrows and events are counted in stretches of this length, on the host's clock so that they don't flicker. */
export const stretchMs = 250

/** From so many of a kind in a stretch (30 a second) on they are drawn as one. */
export const bundledFrom = 8

/** The number of the stretch that a time lies in. */
export function stretchOf(atMs: number): number {
  return Math.floor(atMs / stretchMs)
}

/**
 * Gives items, in the order of their times, one by one, or a whole stretch where they are too dense. A stretch after
 * a dense one is given whole from its second item on, so that the newest doesn't first fan out.
 */
export function eachStretch<T>(
  items: readonly T[],
  timeOf: (item: T) => number,
  give: (run: readonly T[]) => void,
): void {
  let dense = Number.NaN
  for (let from = 0; from < items.length; ) {
    const stretch = stretchOf(timeOf(items[from] as T))
    let to = from + 1
    while (to < items.length && stretchOf(timeOf(items[to] as T)) === stretch) to += 1
    if (to - from >= (dense === stretch - 1 ? 2 : bundledFrom)) {
      dense = stretch
      give(items.slice(from, to))
    } else for (let at = from; at < to; at += 1) give([items[at] as T])
    from = to
  }
}

/** Arrows and events are counted in stretches of this length, on the host's clock so that they don't flicker. */
export const stretchMs = 250

/** From so many of a kind in a stretch (30 a second) on they are drawn as one. */
export const bundledFrom = 8

/** From so many of a kind in a stretch on, each is drawn plainly: they lie on each other, and round ones cost time. */
export const crowdedFrom = 4

/** The number of the stretch that a time lies in. */
export function stretchOf(atMs: number): number {
  return Math.floor(atMs / stretchMs)
}

/**
 * Gives items, in the order of their times, one by one, or a whole stretch where they are too dense. A stretch after
 * a dense one is given whole from its second item on, so that the newest doesn't first fan out; further back nothing
 * matters, since a picture that is drawn in parts doesn't look there. `around` is how many are given in the same stretch:
 * what depends on that doesn't change as it moves through the picture.
 */
export function eachStretch<T>(
  items: readonly T[],
  timeOf: (item: T) => number,
  give: (run: readonly T[], around: number) => void,
): void {
  let dense = Number.NaN
  for (let from = 0; from < items.length; ) {
    const stretch = stretchOf(timeOf(items[from] as T))
    let to = from + 1
    while (to < items.length && stretchOf(timeOf(items[to] as T)) === stretch) to += 1
    const count = to - from
    const isWhole = count >= (dense === stretch - 1 ? 2 : bundledFrom)
    if (count >= bundledFrom) dense = stretch
    if (isWhole) give(items.slice(from, to), 1)
    else for (let at = from; at < to; at += 1) give([items[at] as T], to - from)
    from = to
  }
}

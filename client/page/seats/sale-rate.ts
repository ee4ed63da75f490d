/** The rate of sales as one client sees it, while the theatre is open. */
export interface SaleRate {
  /** A seat of this theatre was sold, at a time in milliseconds on any clock. */
  sold(theatre: number, atMs: number): void
  /** Of the last sales; null until there are a few. */
  readonly perSecond: number | null
}

const mostGaps = 60
const fewestGaps = 5

/** A rate of which nothing is known. The pause between two theatres is none of its gaps. */
export function createSaleRate(): SaleRate {
  let last: { readonly theatre: number; readonly atMs: number } | undefined
  let gapsMs: number[] = []
  return {
    sold(theatre, atMs) {
      if (last?.theatre === theatre) gapsMs = [...gapsMs, Math.max(0, atMs - last.atMs)].slice(-mostGaps)
      last = { theatre, atMs }
    },
    get perSecond() {
      const sumMs = gapsMs.reduce((sum, gapMs) => sum + gapMs, 0)
      return gapsMs.length < fewestGaps || sumMs <= 0 ? null : (gapsMs.length * 1_000) / sumMs
    },
  }
}

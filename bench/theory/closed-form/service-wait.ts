import { type Wait, waitOf } from './wait.ts'

/** How close a quantile is found, in milliseconds. */
const precisionMs = 1e-6

/** The service of a delivery about its mean: uniform on ± half of `spreadMs`, and `aheadMs` later outside of a gap. */
export interface ServedScatter {
  readonly spreadMs: number
  readonly aheadMs: number
}

/**
 * A gap's wait together with the scatter of the service: a share f of events waits, uniform on [0, G], the rest finds its
 * request held (PASTA, Wolff 1982) and waits for others alone, A. The mean is f·G/2 + (1 − f)·A, and the quantiles,
 * without scatter G·(f − (1 − q))/f, are those of the sum. f = 1 is polling, whose mean is C/2.
 */
export function servedGapWait(share: number, lengthMs: number, { spreadMs, aheadMs }: ServedScatter): Wait {
  const mean = (share * lengthMs) / 2 + (1 - share) * aheadMs
  if (spreadMs === 0 && aheadMs === 0) {
    return waitOf(mean, q => (share + q <= 1 ? 0 : (lengthMs * (share - (1 - q))) / share))
  }
  const half = spreadMs / 2
  const inGap = gapAndSpread(lengthMs, spreadMs)
  const below = (ms: number) => (1 - share) * uniformShare(ms - aheadMs + half, spreadMs) + share * inGap(ms)
  const least = share === 0 ? aheadMs - half : share === 1 ? -half : Math.min(0, aheadMs) - half
  const most = (share === 0 ? aheadMs : share === 1 ? lengthMs : Math.max(aheadMs, lengthMs)) + half
  return waitOf(mean, q => invert(below, q, least, most))
}

/** Where a rising function from 0 to 1 reaches `q`, between two bounds, in milliseconds. */
function invert(below: (ms: number) => number, q: number, least: number, most: number): number {
  if (q === 0) return least
  if (q === 1) return most
  let low = least
  let high = most
  while (high - low > precisionMs) {
    const middle = (low + high) / 2
    if (below(middle) < q) low = middle
    else high = middle
  }
  return high
}

/** The share of a uniform variable on [0, width] that is at most `value`. */
function uniformShare(value: number, width: number): number {
  if (width === 0) return value < 0 ? 0 : 1
  return Math.min(1, Math.max(0, value / width))
}

/** The distribution function of U(0, G) + U(−w/2, w/2): the first one's, averaged over the second. */
function gapAndSpread(lengthMs: number, spreadMs: number): (ms: number) => number {
  if (spreadMs === 0) return ms => uniformShare(ms, lengthMs)
  if (lengthMs === 0) return ms => uniformShare(ms + spreadMs / 2, spreadMs)
  const area = (ms: number) => (ms <= 0 ? 0 : ms < lengthMs ? ms ** 2 / (2 * lengthMs) : ms - lengthMs / 2)
  return ms => (area(ms + spreadMs / 2) - area(ms - spreadMs / 2)) / spreadMs
}

import { type Wait, waitOf } from './wait.ts'

/** How close a quantile is found, in milliseconds. */
const precisionMs = 1e-6

/**
 * A gap's wait together with the scatter of the service, which is uniform on ± half of `spreadMs` about its mean: a
 * share f of events waits, uniform on [0, G], the rest passes at once (PASTA, Wolff 1982). The mean is that of the gap,
 * f·G/2, and the quantiles, without scatter G·(f − (1 − q))/f, are those of the sum. f = 1 is polling, whose mean is C/2.
 */
export function servedGapWait(share: number, lengthMs: number, spreadMs: number): Wait {
  const mean = (share * lengthMs) / 2
  if (spreadMs === 0) {
    return waitOf(mean, q => (share + q <= 1 ? 0 : (lengthMs * (share - (1 - q))) / share))
  }
  const half = spreadMs / 2
  const inGap = gapAndSpread(lengthMs, spreadMs)
  const below = (ms: number) => (1 - share) * uniformShare(ms + half, spreadMs) + share * inGap(ms)
  const most = share === 0 ? half : lengthMs + half
  return waitOf(mean, q => invert(below, q, -half, most))
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
  return Math.min(1, Math.max(0, value / width))
}

/** The distribution function of U(0, G) + U(−w/2, w/2): the first one's, averaged over the second. */
function gapAndSpread(lengthMs: number, spreadMs: number): (ms: number) => number {
  if (lengthMs === 0) return ms => uniformShare(ms + spreadMs / 2, spreadMs)
  const area = (ms: number) => (ms <= 0 ? 0 : ms < lengthMs ? ms ** 2 / (2 * lengthMs) : ms - lengthMs / 2)
  return ms => (area(ms + spreadMs / 2) - area(ms - spreadMs / 2)) / spreadMs
}

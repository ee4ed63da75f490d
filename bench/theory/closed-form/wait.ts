/** Order statistics of a time in milliseconds; null where theory gives none. */
export interface Wait {
  readonly min: number | null
  readonly mean: number | null
  readonly p50: number | null
  readonly p90: number | null
  readonly p99: number | null
  readonly max: number | null
}

/** A wait from its mean and its quantile function, q from 0 to 1, in milliseconds. */
export function waitOf(mean: number | null, quantile: (q: number) => number | null): Wait {
  const [min, p50, p90, p99, max] = [0, 0.5, 0.9, 0.99, 1].map(quantile) as [Q, Q, Q, Q, Q]
  return { min, mean, p50, p90, p99, max }
}

type Q = number | null

/** A wait of which nothing is known but its bounds, in milliseconds. */
export function boundedWait(max: number | null): Wait {
  return waitOf(null, q => (q === 0 ? 0 : q === 1 ? max : null))
}

/** A wait with something that every event pays, in milliseconds. */
export function delayed(wait: Wait, byMs: number): Wait {
  const add = (value: number | null) => (value === null ? null : value + byMs)
  return {
    min: add(wait.min),
    mean: add(wait.mean),
    p50: add(wait.p50),
    p90: add(wait.p90),
    p99: add(wait.p99),
    max: add(wait.max),
  }
}

import type { Estimate } from '../report/types.ts'

/** A line where the median of some ratios is above the most that it may be, or is not known. */
export function above(what: string, { median }: Estimate, most: number): readonly string[] {
  if (median !== null && median <= most) return []
  return [`${what}: the median of the ratios is ${median?.toFixed(3) ?? 'unknown'}, expected at most ${most}`]
}

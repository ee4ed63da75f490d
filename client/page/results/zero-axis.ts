import { logSteps } from '../lab/charts-points.ts'

/** A logarithmic axis that has a place for nought, left of all others. */
export interface ZeroAxis {
  readonly min: number
  readonly max: number
  readonly ticks: readonly number[]
  /** Where nought is drawn; null where no value is nought. */
  readonly zeroAt: number | null
  /** The place of a value on the axis. */
  place(value: number): number
}

/** Ticks in steps of 1, 2 and 5, decades alone over more than three; a nought stands a decade below the least. */
export function zeroAxis(values: readonly number[]): ZeroAxis {
  const positive = values.filter(value => value > 0)
  const steps = logSteps(positive)
  const least = steps[0] ?? 1
  const zeroAt = values.some(value => value <= 0) ? least / 10 : null
  return {
    min: (zeroAt ?? least) * 0.8,
    max: (steps.at(-1) ?? 10) * 1.15,
    ticks: zeroAt === null ? steps : [zeroAt, ...steps],
    zeroAt,
    place: value => (value > 0 ? value : (zeroAt ?? least)),
  }
}

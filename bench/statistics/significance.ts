import { holm } from './holm.ts'
import type { ValuePair } from './paired.ts'
import { signFlipP } from './sign-flip.ts'

/**
 * With fewer pairs, or fewer trials a side, there are no p-values: 6 pairs that all agree come to 2/2⁶ = 0.03, which no
 * family can use.
 */
export const leastForP = 10

/** The share of families in which a difference may be claimed where there is none. */
export const alpha = 0.05

/**
 * P-value of pairs against no difference, of the sign-flip test on their log ratios, or on their differences where a
 * value is not above 0; null below 10 pairs.
 */
export function pairedP(pairs: readonly ValuePair[]): number | null {
  if (pairs.length < leastForP) return null
  const hasRatios = pairs.every(([a, b]) => a > 0 && b > 0)
  return signFlipP(pairs.map(([a, b]) => (hasRatios ? Math.log(a / b) : a - b)))
}

/** Something that was tested, its p-value, and the family whose tests are looked at together. */
export interface Tested<T> {
  readonly subject: T
  readonly family: string
  readonly p: number | null
}

/** The p-values, each adjusted by Holm within its family; those without one are left out. */
export function adjustedPs<T>(tests: readonly Tested<T>[]): ReadonlyMap<T, number> {
  const found = tests.flatMap(({ p, ...test }) => (p === null ? [] : [{ ...test, p }]))
  const families = new Set(found.map(({ family }) => family))
  return new Map(
    [...families].flatMap(name => {
      const members = found.filter(({ family }) => family === name)
      const adjusted = holm(members.map(({ p }) => p))
      return members.map(({ subject }, index) => [subject, adjusted[index]!] as const)
    }),
  )
}

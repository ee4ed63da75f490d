import { describe, expect, it } from 'vitest'
import type { ValuePair } from './paired.ts'
import { signFlipP } from './sign-flip.ts'
import { adjustedPs, pairedP } from './significance.ts'

/** Nine rises and a fall that is the largest difference, but not the largest ratio. */
const pairs: readonly ValuePair[] = [
  ...Array.from({ length: 9 }, (_, index) => [3 + index / 10, 1] as const),
  [1_000, 1_200],
]

describe('pairedP', () => {
  it('looks at ratios, so that a block of large values counts like any other', () => {
    expect(pairedP(pairs)).toBe(4 / 1_024)
    expect(signFlipP(pairs.map(([a, b]) => a - b))).toBe(1)
  })

  it('looks at differences where a value is 0, as the requests of an open transport are', () => {
    const [, ...rest] = pairs
    expect(pairedP([[0, 1], ...rest])).toBe(signFlipP([-1, ...rest.map(([a, b]) => a - b)]))
    const polls = Array.from({ length: 10 }, () => [120, 0] as const)
    expect(pairedP(polls)).toBe(2 / 1_024)
  })

  it('is null below 10 pairs', () => {
    expect(pairedP(pairs.slice(1))).toBeNull()
  })
})

describe('adjustedPs', () => {
  it('adjusts each family for itself, and leaves out what was not tested', () => {
    const adjusted = adjustedPs([
      { subject: 'p50 of A', family: 'p50', p: 0.01 },
      { subject: 'p50 of B', family: 'p50', p: 0.04 },
      { subject: 'p50 of C', family: 'p50', p: null },
      { subject: 'mean of A', family: 'mean', p: 0.03 },
    ])
    expect([...adjusted]).toEqual([
      ['p50 of A', 0.02],
      ['p50 of B', 0.04],
      ['mean of A', 0.03],
    ])
  })
})

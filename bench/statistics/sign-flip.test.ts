import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalDraws } from './fixtures.ts'
import { seededInts } from './random.ts'
import { signFlipP } from './sign-flip.ts'

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Every choice of signs, one by one. */
function flips(values: readonly number[]): number[][] {
  const [first, ...rest] = values
  return first === undefined
    ? [[]]
    : flips(rest).flatMap(others => [
        [first, ...others],
        [-first, ...others],
      ])
}

function naiveP(values: readonly number[]): number {
  const all = flips(values)
  const observed = Math.abs(sum(values)) - 1e-9
  return all.filter(flipped => Math.abs(sum(flipped)) >= observed).length / all.length
}

// Sevenths: sums that tie do so only but for rounding.
const sample = fc
  .array(fc.integer({ min: -12, max: 12 }), { minLength: 1, maxLength: 11 })
  .map(values => values.map(value => value / 7))

describe('signFlipP', () => {
  it('is the share of all choices of signs that lie as far out, ties and zeros included', () => {
    fc.assert(
      fc.property(sample, values => {
        expect(signFlipP(values)).toBeCloseTo(naiveP(values), 12)
      }),
    )
  })

  it('is the same when all signs turn, and in whatever unit', () => {
    fc.assert(
      fc.property(sample, values => {
        const p = signFlipP(values)
        expect(signFlipP(values.map(value => -value))).toBe(p)
        expect(signFlipP(values.map(value => 1e-6 * value))).toBeCloseTo(p, 12)
      }),
    )
  })

  it('is 2 of 1,024 where ten agree, and 4 where the least does not', () => {
    const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    expect(signFlipP(ten)).toBe(2 / 1_024)
    expect(signFlipP([-1, ...ten.slice(1)])).toBe(4 / 1_024)
  })

  it('is 0.031 at best with 6 pairs, which a family of ten cannot use', () => {
    expect(signFlipP([1, 1, 1, 1, 1, 1])).toBe(2 / 64)
  })

  it('is 1 for zeros and for nothing', () => {
    expect(signFlipP([0, 0, 0])).toBe(1)
    expect(signFlipP([])).toBe(1)
  })

  it('goes on smoothly where it no longer counts', () => {
    const normal = normalDraws(seededInts(1))
    const values = Array.from({ length: 20 }, () => 0.5 + normal())
    // A twenty-first value of next to nothing changes nothing but the way.
    expect(Math.abs(signFlipP([...values, 1e-6]) - signFlipP(values))).toBeLessThan(0.005)
    expect(signFlipP(values)).toBeGreaterThan(0.01)
    expect(signFlipP(values)).toBeLessThan(0.2)
  })

  it('falls to 5 % or less in 5 % of samples without an effect', () => {
    const normal = normalDraws(seededInts(2))
    const samples = Array.from({ length: 4_000 }, () => Array.from({ length: 10 }, normal))
    const share = samples.filter(values => signFlipP(values) <= 0.05).length / samples.length
    expect(share).toBeGreaterThan(0.035)
    expect(share).toBeLessThan(0.055)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uniforms } from '../test/fixtures.ts'
import { servedGapWait } from './service-wait.ts'

const scatter = (spreadMs: number, aheadMs = 0) => ({ spreadMs, aheadMs })

describe('a gap’s wait with the scatter of the service', () => {
  it('is the gap’s alone where the service does not scatter', () => {
    const wait = servedGapWait(0.8, 100, scatter(0))
    expect(wait.mean).toBeCloseTo(40, 9)
    // p50 = G·(f − 0.5)/f, p99 = G·(1 − 0.01/f).
    expect(wait.p50).toBeCloseTo((100 * 0.3) / 0.8, 4)
    expect(wait.p99).toBeCloseTo(100 * (1 - 0.01 / 0.8), 4)
    expect(servedGapWait(0.2, 100, scatter(0)).p50).toBeCloseTo(0, 5)
  })

  it('is the service’s alone without a gap', () => {
    const wait = servedGapWait(0, 100, scatter(10))
    expect(wait).toMatchObject({ mean: 0, min: -5, max: 5 })
    expect(wait.p50).toBeCloseTo(0, 4)
    expect(wait.p90).toBeCloseTo(4, 4)
    expect(servedGapWait(1, 0, scatter(10)).p90).toBeCloseTo(4, 4)
  })

  it('waits for others only outside of the gap', () => {
    const wait = servedGapWait(0.4, 100, scatter(0, 3))
    expect(wait.mean).toBeCloseTo(0.4 * 50 + 0.6 * 3, 9)
    expect(wait.p50).toBeCloseTo(3, 4)
    expect(wait.p90).toBeCloseTo(75, 4)
    expect(servedGapWait(0, 100, scatter(10, 3))).toMatchObject({ mean: 3, min: -2, max: 8 })
    expect(servedGapWait(1, 100, scatter(0, 3)).mean).toBe(50)
  })

  it('has the quantiles of the sum, drawn at random', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.double({ min: 1, max: 200, noNaN: true }),
        fc.double({ min: 0.5, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (share, lengthMs, spreadMs, aheadMs) => {
          const uniform = uniforms(5)
          const count = 20_000
          const drawn = Float64Array.from({ length: count }, () => {
            const wait = uniform() < share ? uniform() * lengthMs : aheadMs
            return wait + (uniform() - 0.5) * spreadMs
          }).sort()
          const wait = servedGapWait(share, lengthMs, scatter(spreadMs, aheadMs))
          for (const [q, quantile] of [
            [0.5, wait.p50!],
            [0.9, wait.p90!],
          ] as const) {
            const below = drawn.findIndex(value => value > quantile) / count
            expect(Math.abs(below - q)).toBeLessThan(0.015)
          }
        },
      ),
      { numRuns: 30, seed: 4 },
    )
  })
})

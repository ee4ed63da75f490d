import { describe, expect, it } from 'vitest'
import { isCarried, mergedPercentiles, shownPercentiles } from './percentiles.ts'
import { reportFixture } from './test/fixture.ts'
import type { Summary } from './types.ts'

const [cell] = reportFixture().summary as [Summary]
const withHistogram = (
  histogram: Summary['latencyMs']['histogram'],
  independent: number,
  lost = 0,
): Summary => ({
  ...cell,
  lost,
  latencyMs: { ...cell.latencyMs, histogram, independent },
})
const at = (summary: Summary, percentile: number) =>
  mergedPercentiles(summary).find(point => point.percentile === percentile)?.milliseconds

describe('merged percentiles', () => {
  it('are nearest ranks of the receipts', () => {
    const values = Array.from({ length: 1_000 }, (_, index) => [index + 1, 1] as const)
    const found = mergedPercentiles(withHistogram(values, 1_000)).map(({ milliseconds }) => milliseconds)
    expect(found).toEqual([10, 50, 100, 250, 500, 750, 900, 950, 990, null])
  })

  it('need ten independent events beyond them, on either side', () => {
    const carried = (independent: number) => shownPercentiles.filter(p => isCarried(p, independent))
    expect(carried(19)).toEqual([])
    expect(carried(20)).toEqual([50])
    expect(carried(100)).toEqual([10, 25, 50, 75, 90])
    expect(carried(999)).toEqual([5, 10, 25, 50, 75, 90, 95])
    expect(carried(1_000)).toEqual([1, 5, 10, 25, 50, 75, 90, 95, 99])
    expect(carried(10_000)).toEqual([...shownPercentiles])
  })

  it('count a lost event as later than any that came', () => {
    const summary = withHistogram([[5, 60]], 100, 40)
    expect([at(summary, 50), at(summary, 75)]).toEqual([5, null])
  })
})

import { describe, expect, it } from 'vitest'
import { judgeClosedForm } from './cell-agreement.ts'

const exact = (median: number) => ({ median, low: median, high: median })

describe('a cell beside the closed form', () => {
  it.each([
    [105, 0.05, true],
    [105.1, 0.05, false],
    [94.9, 0.05, false],
    [102, 0.02, true],
    [102.1, 0.02, false],
  ])('measures %f where 100 is predicted, within a share of %f: %s', (median, share, agrees) => {
    expect(judgeClosedForm('q', exact(median), 100, { share })).toMatchObject({ agrees })
  })

  it('may be 2 standard errors away', () => {
    const share = 0.05
    expect(judgeClosedForm('q', { mean: 120, standardError: 10 }, 100, { share })?.agrees).toBe(true)
    expect(judgeClosedForm('q', { mean: 121, standardError: 10 }, 100, { share })?.agrees).toBe(false)
    const interval = { median: 119.9, low: 100.3, high: 139.5 }
    expect(judgeClosedForm('q', interval, 100, { share })).toMatchObject({
      tolerance: expect.closeTo(20),
      agrees: true,
    })
    expect(judgeClosedForm('q', interval, 99.8, { share })?.agrees).toBe(false)
  })

  it('takes no difference for one that the bench cannot tell', () => {
    expect(judgeClosedForm('q', exact(0.6), 0.2, { share: 0.05 })?.agrees).toBe(false)
    expect(judgeClosedForm('q', exact(0.6), 0.2, { share: 0.05, resolution: 0.5 })?.agrees).toBe(true)
  })

  it('says nothing without a prediction or a figure', () => {
    expect(judgeClosedForm('q', exact(1), null, { share: 0.05 })).toBeNull()
    expect(judgeClosedForm('q', { median: null, low: null, high: null }, 1, { share: 0.05 })).toBeNull()
  })
})

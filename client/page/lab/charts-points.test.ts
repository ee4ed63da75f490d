import { describe, expect, it } from 'vitest'
import { logit, logSteps, measuredPoints, percentileAt, theoryPoints } from './charts-points.ts'
import { noTheory } from './theory.ts'

describe('the points of the latency chart', () => {
  it('are the drawn percentiles of what was measured, by logit', () => {
    const points = measuredPoints([
      [50, 90],
      [100, 9],
      [200, 1],
    ])
    expect(points.map(({ y }) => y)).toEqual([50, 50, 50, 50, 50, 100])
    expect(points.map(({ x }) => percentileAt(x))).toEqual(['p10', 'p25', 'p50', 'p75', 'p90', 'p99'])
    expect(points[2]?.x).toBe(0)
  })

  it('leave out what a logarithmic axis has no place for', () => {
    expect(measuredPoints([])).toEqual([])
    expect(measuredPoints([[-1, 1]])).toEqual([])
    expect(theoryPoints({ ...noTheory, p50Ms: 50, p90Ms: 0 })).toEqual([{ x: logit(50), y: 50 }])
  })
})

describe('the steps of a logarithmic axis', () => {
  it.each([
    [
      [55, 1_040],
      [50, 100, 200, 500, 1_000, 2_000],
    ],
    [[50], [50, 100]],
    [
      [3, 30_000],
      [1, 10, 100, 1_000, 10_000, 100_000],
    ],
    [
      [0.3, 0.7],
      [0.2, 0.5, 1],
    ],
    [[], [1, 10, 100, 1_000]],
  ])('hold %j', (values, steps) => {
    expect(logSteps(values)).toEqual(steps)
  })
})

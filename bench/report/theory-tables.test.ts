import { describe, expect, it } from 'vitest'
import { reportFixture, twoScenariosFixture } from './test/fixture.ts'
import { distanceTable, linkTable, modelTable, theoryTable } from './theory-tables.ts'

const report = reportFixture()
const [scenario] = report.scenarios

describe('the tables of link and theory', () => {
  it('lay the delay achieved beside the delay asked', () => {
    const { rows } = linkTable(report, scenario!)
    const askedMs = scenario!.link.rttMs / 2
    expect(rows).toHaveLength(5)
    expect(rows[0]!.slice(0, 2)).toEqual(['Polling', askedMs.toPrecision(3)])
  })

  it('count the trials that agree with the model', () => {
    const counted = report.trials.filter(trial => trial.valid && trial.transport === 'sse').length
    expect(modelTable(report, scenario!).rows).toContainEqual([
      'SSE',
      'latencyMs.mean',
      '20.0',
      '20.5',
      '± 2.00',
      `${counted} of ${counted}`,
    ])
  })

  it('say where the closed form differs', () => {
    const measured = { median: 60, low: 58, high: 62 }
    const row = {
      scenario: scenario!.name,
      transport: 'sse',
      quantity: 'latencyMs.p50',
      tolerance: 2,
    } as const
    const told = theoryTable(
      { ...report, theory: [{ ...row, predicted: 50, measured, agrees: false }] },
      scenario!,
    )
    expect(told.rows).toEqual([['SSE', 'latencyMs.p50', '50.0', '60.0 [58.0–62.0]', 'differs']])
  })

  it('set the round trips side by side', () => {
    const two = twoScenariosFixture()
    const { columns, rows } = distanceTable(two, two.scenarios)
    expect(columns.map(({ heading }) => heading)).toEqual([
      'transport',
      ...two.scenarios.map(({ link }) => `${link.rttMs} ms`),
    ])
    expect(rows.map(([transport]) => transport)).toEqual([
      'Polling',
      'Long polling',
      'Streaming',
      'SSE',
      'WebSocket',
    ])
  })
})

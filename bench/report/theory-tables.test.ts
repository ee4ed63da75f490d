import { describe, expect, it } from 'vitest'
import { reportFixture, twoScenariosFixture } from './test/fixture.ts'
import { differencesTable, distanceTable, linkTable, modelTable, theoryTable } from './theory-tables.ts'
import type { TheoryRow } from './types.ts'

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
      '',
    ])
  })

  it('tell what the trials say that do not agree with the model', () => {
    const [first, ...others] = report.trials
    const model = { requestsPerClient: { predicted: 16, measured: 14, tolerance: 1, agrees: false } }
    const trials = [{ ...first!, model } as typeof first & object, ...others]
    const row = modelTable({ ...report, trials }, scenario!).rows.find(
      ([, quantity]) => quantity === 'requestsPerClient',
    )
    expect(row!.slice(2)).toEqual([
      '16.0',
      '14.0',
      '± 1.00',
      '0 of 1',
      '1 of 1, not explained: 2 requests under, a finding or a fault of the bench',
    ])
  })

  const rowOf = (quantity: string, agrees: boolean, explanation: string | null): TheoryRow => ({
    scenario: scenario!.name,
    transport: 'sse',
    quantity,
    predicted: 50,
    measured: { median: 60, low: 58, high: 62 },
    tolerance: 2,
    agrees,
    explanation,
  })

  it('say where the closed form differs, and why', () => {
    const theory = [rowOf('latencyMs.p50', false, 'few events'), rowOf('latencyMs.p90', true, null)]
    const told = { ...report, theory }
    expect(theoryTable(told, scenario!).rows).toEqual([
      ['SSE', 'latencyMs.p50', '50.0', '60.0 [58.0–62.0]', 'differs'],
      ['SSE', 'latencyMs.p90', '50.0', '60.0 [58.0–62.0]', 'agrees'],
    ])
    expect(differencesTable(told, scenario!).rows).toEqual([
      ['SSE', 'latencyMs.p50', '50.0', '60.0 [58.0–62.0]', '± 2.00', 'few events'],
    ])
  })

  it('have no words for a difference of an older report', () => {
    const { explanation: _explanation, ...older } = rowOf('latencyMs.p50', false, null)
    const told = { ...report, theory: [older as TheoryRow] }
    expect(differencesTable(told, scenario!).rows[0]!.at(-1)).toBe('–')
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

import { describe, expect, it } from 'vitest'
import type { Comparison } from '../../../bench/report/types.ts'
import { agreementOf } from './theory-table.ts'
import { verdictsOf } from './verdicts.ts'

const estimate = (low: number, median: number, high: number) => ({ median, low, high })

const comparison: Comparison = {
  scenario: 's',
  metric: 'latencyMs.p50',
  a: 'polling',
  b: 'websocket',
  ratio: estimate(4, 5, 8),
  difference: estimate(300, 400, 500),
  p: null,
  verdict: 'b lower',
}

describe('a verdict', () => {
  it('tells the lower one first, its ratio and difference turned with it', () => {
    expect(verdictsOf({ comparisons: [comparison] }, 's')).toEqual([
      {
        metric: 'latencyMs.p50',
        outcome: 'lower',
        a: 'websocket',
        b: 'polling',
        ratio: estimate(1 / 8, 1 / 5, 1 / 4),
        difference: estimate(-500, -400, -300),
      },
    ])
  })

  it('of no difference keeps the order of the question', () => {
    const none = { ...comparison, verdict: 'no difference shown' } as const
    expect(verdictsOf({ comparisons: [none] }, 's')).toMatchObject([
      { outcome: 'none', a: 'websocket', b: 'polling' },
    ])
  })

  it('is none in a smoke run, or of another scenario', () => {
    expect(verdictsOf({ comparisons: [{ ...comparison, verdict: null }] }, 's')).toEqual([])
    expect(verdictsOf({ comparisons: [comparison] }, 't')).toEqual([])
  })
})

describe('the agreement with theory', () => {
  it('counts the rows that agree, and of the others those that are explained', () => {
    const row = {
      ...({
        scenario: 's',
        transport: 'sse',
        quantity: 'latencyMs.p50',
        predicted: 1,
        tolerance: 1,
      } as const),
      measured: estimate(1, 1, 1),
    } as const
    const rows = [
      { ...row, agrees: true, explanation: null },
      { ...row, agrees: false, explanation: 'a turn of the loop' },
      { ...row, agrees: false, explanation: 'not explained' },
      { ...row, agrees: false, explanation: null },
    ]
    expect(agreementOf(rows)).toEqual({ agree: 1, of: 4, explained: 1 })
  })
})

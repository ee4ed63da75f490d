import { describe, expect, it } from 'vitest'
import { counterRows } from './counters-rows.ts'
import type { TransportFigures } from './figures.ts'
import { noCounts } from './outcomes.ts'
import { noTheory } from './theory.ts'

const figures: TransportFigures = {
  events: 10,
  late: 0,
  n: 10,
  latencyMs: [],
  p50Ms: 549.7,
  p99Ms: 1_039.5,
  requests: 12,
  emptyShare: 1 / 3,
  connections: { opened: 2, open: 1 },
  bytesPerEvent: null,
  headBytes: 906.4,
  overheadBytes: null,
  totalBytes: null,
  theory: { ...noTheory, p50Ms: 550, requestsPerEvent: 1.25, emptyShare: 0.25 },
}
const rowOf = (key: string, more: Partial<TransportFigures> = {}) =>
  counterRows({ ...figures, ...more }, { counts: { ...noCounts, lost: 2 } }, 'en').find(
    row => row.key === key,
  )

describe('the lines of a card', () => {
  it.each([
    ['lab.counterP50', 10, '550', '550', false],
    ['lab.counterP99', 10, '1,040', '', true],
    ['lab.counterRequests', null, '12', '13', false],
    ['lab.counterEmpty', null, '33.3 %', '25 %', false],
    ['lab.counterConnections', null, '2 (1)', '', false],
    ['lab.counterHead', null, '906', '', false],
    ['lab.counterOverhead', null, '–', '', false],
    ['lab.counterLost', null, '2', '0', false],
  ])('%s of %s says %s against %s', (key, n, measured, theory, isWeak) => {
    expect(rowOf(key)).toEqual({ key, n, measured, theory, isWeak })
  })

  it('hold a p99 for weak under a thousand values alone', () => {
    expect(rowOf('lab.counterP99', { n: 999 })?.isWeak).toBe(true)
    expect(rowOf('lab.counterP99', { n: 1_000 })?.isWeak).toBe(false)
  })
})

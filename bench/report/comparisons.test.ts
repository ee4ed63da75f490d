import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { comparisonsTable, probability } from './comparisons.ts'
import { htmlReport } from './html.ts'
import { markdownReport } from './markdown.ts'
import { checkedReport } from './read.ts'
import { reportFixture } from './test/fixture.ts'

const headings = (blocks: number) =>
  comparisonsTable(reportFixture({ blocks }), 'default').columns.map(({ heading }) => heading)

describe('the table of comparisons', () => {
  it('has a column for p where there is one', () => {
    expect(headings(12)).toEqual(['figure', 'a', 'b', 'a ÷ b', 'a − b', 'unit', 'p (Holm)', 'verdict'])
    expect(headings(6)).toEqual(['figure', 'a', 'b', 'a ÷ b', 'a − b', 'unit', 'verdict'])
  })

  it('has rows as wide as its head, with or without p', () => {
    for (const blocks of [6, 12]) {
      const { columns, rows } = comparisonsTable(reportFixture({ blocks }), 'default')
      expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([columns.length]))
    }
  })

  it('says in its caption what p is, in both documents', () => {
    const [six, twelve] = [reportFixture(), reportFixture({ blocks: 12 })]
    const said = 'p of a permutation test over blocks, adjusted by Holm over the pairs of a figure'
    expect(markdownReport(twelve)).toContain(said)
    expect(htmlReport(twelve, { script: '' })).toContain(said)
    expect(markdownReport(twelve)).toMatch(
      /\| p50 latency \| Polling \| WebSocket \| .* \| ms \| 0\.020 \| WebSocket lower \|/,
    )
    expect(markdownReport(six)).not.toContain('p of a permutation test')
  })

  it('writes p to three decimals', () => {
    expect([0.0004, 20 / 1_024, 1, null].map(probability)).toEqual(['< 0.001', '0.020', '1.000', '–'])
  })
})

describe('a report from before there were p-values', () => {
  it('is read with null for each', () => {
    const report = reportFixture()
    const older = { ...report, comparisons: report.comparisons.map(({ p: _, ...each }) => each) }
    expect(checkedReport(older, 'a.json')).toEqual(report)
    expect(report.comparisons.length).toBeGreaterThan(0)
  })

  it('is read, as the run is that the README quotes', () => {
    const report = JSON.parse(readFileSync('results/reference/report.json', 'utf8'))
    expect(checkedReport(report, 'reference').comparisons.every(({ p }) => p === null || p <= 1)).toBe(true)
  })

  it('is refused with a p that is no number', () => {
    const report = reportFixture()
    const broken = { ...report, comparisons: report.comparisons.map(each => ({ ...each, p: 'small' })) }
    expect(() => checkedReport(broken, 'a.json')).toThrow(/^a\.json: comparisons\[0\]\.p: /)
  })
})

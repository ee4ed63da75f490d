import { describe, expect, it } from 'vitest'
import { reportFixture, twoScenariosFixture } from './test/fixture.ts'
import { theoryBlocks } from './theory-blocks.ts'
import { theorySentence, theorySummary } from './theory-summary.ts'
import type { TheoryRow } from './types.ts'

const report = twoScenariosFixture()
const [near, far] = report.scenarios.map(({ name }) => name)

const rowOf = (
  scenario: string,
  transport: TheoryRow['transport'],
  quantity: string,
  explanation?: string,
): TheoryRow => {
  const measured = { median: 60, low: 58, high: 62 }
  const figures = { predicted: 60, measured, tolerance: 2, agrees: explanation === undefined }
  return { scenario, transport, quantity, ...figures, explanation: explanation ?? null }
}

const theory = [
  rowOf(near!, 'sse', 'latencyMs.mean'),
  rowOf(near!, 'sse', 'latencyMs.p50', 'few events: 3 ms over'),
  rowOf(near!, 'sse', 'framingBytesPerEvent'),
  rowOf(near!, 'polling', 'latencyMs.mean'),
  rowOf(near!, 'polling', 'emptyShare', 'not explained: 0.2 of the requests over'),
  rowOf(far!, 'sse', 'latencyMs.mean'),
]

describe('theory in short', () => {
  it('counts the cells of the whole run that agree, by family of figures', () => {
    expect(theorySummary({ theory }).rows).toEqual([
      ['latency, mean and p50', '2 of 3', '67 %', '3 of 4', '1', '1'],
      ['requests', '0 of 1', '0 %', '0 of 1', '1', '0'],
      ['bytes', '1 of 1', '100 %', '1 of 1', '0', '0'],
      ['all of them', '1 of 3', '33 %', '4 of 6', '2', '1'],
    ])
  })

  it('has no rows where nothing was predicted', () => {
    expect(theorySummary({ theory: [] }).rows).toEqual([])
    expect(theorySentence(report, report.scenarios[0]!)).toBeNull()
  })

  it('is a sentence for a scenario', () => {
    const trials = report.trials.filter(({ scenario, valid }) => scenario === near && valid).length
    const model = `the model on the trace in ${trials} of ${trials} trial figures.`
    expect(theorySentence({ ...report, theory }, report.scenarios[0]!)).toBe(
      `The closed form agrees in 3 of 5 figures of 2 cells; in 0 cells in all of them; of the 2 that differ, 1 is explained; ${model}`,
    )
    expect(theorySentence({ ...report, theory }, report.scenarios[1]!)).toContain(
      'The closed form agrees in 1 of 1 figures of 1 cell; in 1 cell in all of them; the model',
    )
  })

  it('begins the section on link and theory, and shows the differences', () => {
    const captions = (told: typeof report) =>
      theoryBlocks(told, told.scenarios[0]!).map(block =>
        block.type === 'table' ? `${block.folded ? 'folded: ' : ''}${block.table.caption}` : block.type,
      )
    expect(captions({ ...report, theory })).toEqual([
      'paragraph',
      expect.stringContaining('The link'),
      expect.stringContaining('Where the cells differ'),
      expect.stringContaining('The model'),
      expect.stringContaining('folded: The closed form'),
    ])
    expect(captions(reportFixture())).toHaveLength(2)
  })
})

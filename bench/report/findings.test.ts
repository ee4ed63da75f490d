import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withFindings } from './findings.ts'
import { readReport } from './read.ts'

describe('the README', () => {
  it('says what the reference run says', async () => {
    const readme = readFileSync('README.md', 'utf8')
    const report = await readReport('results/reference')
    expect(withFindings(readme, report, 'results/reference')).toBe(readme)
  })

  it('quotes a run that is complete and not a smoke run', async () => {
    const { status, mode, trials } = await readReport('results/reference')
    expect({ status, mode }).toEqual({ status: 'completed', mode: 'default' })
    expect(trials.filter(({ valid }) => valid).length).toBeGreaterThanOrEqual(36)
  })

  it('is refused without the marks', async () => {
    const report = await readReport('results/reference')
    expect(() => withFindings('# no marks', report, 'results/reference')).toThrow('the text lacks')
  })
})

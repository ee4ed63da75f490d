import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compareTransports } from '../statistics/compare.ts'
import { closes } from '../wire/books.ts'
import { withFindings } from './findings.ts'
import { readReport } from './read.ts'

describe('the README', () => {
  it('says what the reference run says', async () => {
    const readme = readFileSync('README.md', 'utf8')
    const report = await readReport('results/reference')
    expect(withFindings(readme, report, 'results/reference')).toBe(readme)
  })

  it('quotes a run that is complete and not a smoke run', async () => {
    const { status, mode, trials, scenarios } = await readReport('results/reference')
    expect({ status, mode }).toEqual({ status: 'completed', mode: 'default' })
    expect(trials.filter(({ valid }) => valid).length).toBeGreaterThanOrEqual(30 * scenarios.length)
  })

  it('rests on verdicts that this code would give', async () => {
    const { scenarios, trials, summary, controls, comparisons } = await readReport('results/reference')
    const again = scenarios.flatMap(scenario =>
      compareTransports(
        scenario,
        trials.filter(trial => trial.scenario === scenario.name),
        summary,
        controls,
      ),
    )
    expect(JSON.parse(JSON.stringify(again))).toEqual(comparisons)
  })

  it('rests on books that close in every trial', async () => {
    const { trials } = await readReport('results/reference')
    const open = trials.filter(trial => trial.status === 'completed' && !closes(trial.bytes))
    expect(open).toEqual([])
  })

  it('is refused without the marks', async () => {
    const report = await readReport('results/reference')
    expect(() => withFindings('# no marks', report, 'results/reference')).toThrow('the text lacks')
  })
})

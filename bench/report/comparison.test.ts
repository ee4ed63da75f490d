import { describe, expect, it } from 'vitest'
import { comparisonMarkdown } from './comparison.ts'
import { reportFixture, smokeFixture, twoScenariosFixture } from './test/fixture.ts'
import type { CompletedTrial, Environment, Report, Scenario, Trial } from './types.ts'

const run = reportFixture()

const withEnvironment = (changes: Partial<Environment>): Report => ({
  ...run,
  environment: { ...run.environment, ...changes },
})

const withScenario = (changes: Partial<Scenario>): Report => ({
  ...run,
  scenarios: run.scenarios.map(scenario => ({ ...scenario, ...changes })),
})

/** The run with one transport's trials changed. */
function withTrials(transport: string, change: (trial: CompletedTrial) => Partial<CompletedTrial>): Report {
  const trials = run.trials.map(trial =>
    trial.status === 'completed' && trial.transport === transport
      ? ({ ...trial, ...change(trial) } as Trial)
      : trial,
  )
  return { ...run, trials }
}

/** Polling 40 % cheaper to serve. */
const cheaper = withTrials('polling', ({ server }) => ({ server: { ...server, cpuMs: 0.6 * server.cpuMs } }))

const shownPart = (markdown: string) => markdown.slice(0, markdown.indexOf('<details>'))
const cells = (line: string) => line.split(/(?<!\\)\|/).length - 2

describe('a comparison of two runs', () => {
  it('says that nothing changed from a run to itself', () => {
    const markdown = comparisonMarkdown(run, run)
    expect(markdown).toContain('**0 of 48 metrics changed**: 0 higher in B, 0 lower in B.')
    expect(markdown).not.toContain('Warning')
    expect(shownPart(markdown)).not.toContain('|')
  })

  it('shows what changed, in the direction from A to B', () => {
    const markdown = comparisonMarkdown(run, cheaper)
    expect(markdown).toContain('**1 of 48 metrics changed**: 0 higher in B, 1 lower in B.')
    expect(shownPart(markdown)).toMatch(
      /\| default \| Polling \| CPU µs\/delivery \| 6, 6 \| .* \| 0\.6\d\d? \[.*\] \| −.* \| B lower \|/,
    )
    expect(comparisonMarkdown(cheaper, run)).toContain('1 higher in B, 0 lower in B.')
  })

  it('folds every metric away in a table whose rows are as wide as its head', () => {
    const markdown = comparisonMarkdown(run, cheaper)
    const rows = markdown
      .slice(markdown.indexOf('<details>'))
      .split('\n')
      .filter(line => line.startsWith('|'))
    expect(rows).toHaveLength(48 + 2)
    expect(new Set(rows.map(cells))).toEqual(new Set([9]))
  })

  it('shows p-values from 10 trials a side on, and then does not warn of many metrics', () => {
    const ten = comparisonMarkdown(reportFixture({ blocks: 12 }), reportFixture({ blocks: 12, seed: 8 }))
    expect(ten).toContain('p (Holm)')
    const rows = ten.split('\n').filter(line => line.startsWith('| default |'))
    expect(new Set(rows.map(cells))).toEqual(new Set([10]))
    expect(ten).not.toContain('Below 10 trials')
    expect(comparisonMarkdown(run, run)).not.toContain('p (Holm)')
    expect(comparisonMarkdown(run, run)).toContain('Below 10 trials')
  })

  it('gives no verdicts on a smoke run', () => {
    const markdown = comparisonMarkdown(run, smokeFixture())
    expect(markdown).toMatch(/No verdicts: all \d+ metrics have fewer than 6 valid trials a side/)
    expect(markdown).not.toContain('lower |')
  })

  it('warns of different machines, and names what differs', () => {
    const markdown = comparisonMarkdown(run, withEnvironment({ cpu: 'Other | CPU', cores: 8 }))
    expect(markdown).toContain('> **Warning:** Figures of different machines cannot be compared')
    expect(markdown).toContain('| cpu | Example CPU @ 2.40GHz | Other \\| CPU |')
    expect(markdown).toContain('| cores | 2 | 8 |')
  })

  it('warns of other versions, and names another commit', () => {
    const markdown = comparisonMarkdown(
      run,
      withEnvironment({ node: 'v22.0.0', dependencies: { ws: '9.0.0' }, commit: null }),
    )
    expect(markdown).toContain('> **Warning:** The versions are part of what is compared.')
    expect(markdown).toContain('| node | v20.20.0 | v22.0.0 |')
    expect(markdown).toContain('| ws | 8.23.0 | 9.0.0 |')
    expect(markdown).toContain('| express | 5.3.0 | none |')
    expect(markdown).toContain('| commit | 0123456789ab+changes | unknown |')
  })

  it('warns of settings that differ, and compares all the same', () => {
    const [scenario] = run.scenarios
    const options = { ...scenario!.options, pollIntervalMs: 1_000 }
    const markdown = comparisonMarkdown(run, withScenario({ options, clients: 60 }))
    expect(markdown).toContain('> **Warning:** The scenario is another experiment')
    expect(markdown).toContain('| default.options.pollIntervalMs | 500 | 1000 |')
    expect(markdown).toContain('| default.clients | 30 | 60 |')
    expect(markdown).toMatch(/of 48 metrics changed/)
  })

  it('does not take another number of blocks for another experiment', () => {
    expect(comparisonMarkdown(run, withScenario({ blocks: 7 }))).not.toContain('Warning')
  })

  it('warns of a run that is not complete, even when the other is not either', () => {
    const failed: Report = { ...run, status: 'failed' }
    expect(comparisonMarkdown(failed, failed)).toContain('> **Warning:** A run that is not complete')
  })

  it('counts the trials that were left out', () => {
    const spoilt = withTrials('sse', () => ({ valid: false }))
    expect(comparisonMarkdown(run, spoilt)).toMatch(/\| trials left out \(failed or invalid\) \| 2 \| \d+ \|/)
    expect(comparisonMarkdown(run, spoilt)).toContain('- default, SSE: only in A')
  })

  it('names what only one of the runs has', () => {
    const two = twoScenariosFixture()
    const one = { ...two, scenarios: two.scenarios.slice(0, 1) }
    expect(comparisonMarkdown(one, two)).toContain('- default/rtt-25: only in B')
  })

  it('says so when there is nothing to compare', () => {
    const markdown = comparisonMarkdown(run, twoScenariosFixture())
    expect(markdown).toContain('The runs have no metric in common')
    expect(markdown).not.toContain('<details>')
  })
})

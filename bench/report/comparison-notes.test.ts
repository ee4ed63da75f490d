import { describe, expect, it } from 'vitest'
import { comparisonMarkdown } from './comparison.ts'
import { reportFixture, twoScenariosFixture } from './test/fixture.ts'
import type { CompletedTrial, Report, Trial } from './types.ts'

const run = reportFixture()

/** The run with every trial's CPU multiplied, at the server and at the clients. */
function withCpu(report: Report, server: number, load: number): Report {
  const dearer = (trial: CompletedTrial) => ({
    server: { ...trial.server, cpuMs: server * trial.server.cpuMs },
    load: { ...trial.load, cpuMs: load * trial.load.cpuMs },
  })
  const trials = report.trials.map(trial =>
    trial.status === 'completed' ? ({ ...trial, ...dearer(trial) } as Trial) : trial,
  )
  return { ...report, trials }
}

describe('a comparison says', () => {
  it('that trials are paired where seed and settings are one', () => {
    const markdown = comparisonMarkdown(run, run)
    expect(markdown).toContain(
      'Trials are paired by block: one seed and the same settings, so the same events.',
    )
    expect(markdown).toContain('B against A over the pairs of trials of a block [95 % interval]')
  })

  it('that they are not where the seed differs', () => {
    const markdown = comparisonMarkdown(run, reportFixture({ seed: 8 }))
    expect(markdown).toContain('Trials are not paired by block: the runs differ in seed, settings or events.')
    expect(markdown).toContain('B against A over all pairs of trials [95 % interval]')
  })

  it('in which scenarios they are not', () => {
    const two = twoScenariosFixture()
    const scenarios = two.scenarios.map((scenario, index) =>
      index === 0 ? scenario : { ...scenario, clients: 31 },
    )
    const markdown = comparisonMarkdown(two, { ...two, scenarios })
    expect(markdown).toContain(
      'Trials are paired by block but in default/rtt-25, where the runs differ in seed, settings or events.',
    )
    expect(markdown).toContain('over the pairs of trials of a block, or all pairs of trials [95 % interval]')
  })

  it('nothing of pairs where nothing is compared', () => {
    expect(comparisonMarkdown(run, twoScenariosFixture())).not.toContain('paired')
  })

  it('once for an experiment that the machine was slower, and still shows what changed', () => {
    const two = twoScenariosFixture()
    const markdown = comparisonMarkdown(two, withCpu(two, 1.2, 1.2))
    expect(markdown.match(/> \*\*Note:\*\* /g)).toHaveLength(1)
    expect(markdown).toContain(
      '> **Note:** In default every transport costs more CPU in B, server and clients alike: the machine was probably slower, by about 20 %.',
    )
    expect(markdown).toContain('**20 of 96 metrics changed**: 20 higher in B, 0 lower in B.')
  })

  it('that it was faster, by the share that it saved', () => {
    expect(comparisonMarkdown(run, withCpu(run, 0.9, 0.8))).toContain(
      'every transport costs less CPU in B, server and clients alike: the machine was probably faster, by about 10 %.',
    )
  })

  it('nothing of the machine where the server alone costs more', () => {
    expect(comparisonMarkdown(run, withCpu(run, 1.2, 1))).not.toContain('Note')
  })
})

import { describe, expect, it } from 'vitest'
import { markdownReport } from './markdown.ts'
import {
  emptyFixture,
  interruptedFixture,
  reportFixture,
  smokeFixture,
  twoScenariosFixture,
} from './test/fixture.ts'

const tableLines = (markdown: string) => markdown.split('\n').filter(line => line.startsWith('|'))
const cells = (line: string) => line.split(/(?<!\\)\|/).length - 2

describe('report.md', () => {
  it('holds every section in order', () => {
    const titles = markdownReport(reportFixture())
      .split('\n')
      .filter(line => /^#+ /.test(line))
    expect(titles).toEqual([
      '# Transport Lab: one event feed, several transports',
      '## Summary',
      '## Scenario default',
      '### Latency',
      '### Bytes',
      '### Requests and computing',
      '### Link and theory',
      '### Comparisons',
      '### Run order',
      '## Link, floors and yardsticks',
      '## Expectations',
      '## Trials not used, and remarks',
      '## Environment',
      '## Repeat it',
      '## How to read it',
    ])
  })

  it('shows the figures of the summary, with a dash for p99', () => {
    const markdown = markdownReport(reportFixture())
    expect(markdown).toContain(
      '| Polling | 302 [291–319] | 497 [491–507] | 121 [118–123] | 4.00 [3.90–4.08] | 49.3 | 57.7 |',
    )
    expect(markdown).toMatch(/\| SSE \| 50\.3 \| 50\.4 \[50\.3–50\.4\] \| [^|]+ \| [^|]+ \| – \|/)
    expect(markdown).toContain('| SSE | 0 | 7.00 | 36.0 | 412 | 43.0 | 455 | 360 |')
    expect(markdown).toContain('| p50 latency | Polling | WebSocket | 6.00 [5.82–6.24] |')
  })

  it('shows a picture in both themes with its medians in words', () => {
    const markdown = markdownReport(twoScenariosFixture())
    expect(markdown).toContain(
      '<source media="(prefers-color-scheme: dark)" srcset="latency-dark.png"><img src="latency-light.png"',
    )
    expect(markdown).toContain('srcset="requests-2-dark.png"')
    expect(markdown).toMatch(/alt="[^"]*Median: polling 302 ms; long polling 67\.3 ms/)
  })

  it('marks control, invalid, rerun and failed in the run order', () => {
    const markdown = markdownReport(reportFixture())
    expect(markdown).toContain('| 2 | LNG c ✗ → LNG c | STR |')
    expect(markdown).toContain('STR c †')
    expect(markdown).toContain(
      '| Streaming, block 3, control | default | failed | the server ended with exit code 1 |',
    )
  })

  it('keeps every row as wide as its table, whatever the texts hold', () => {
    const report = reportFixture()
    const nasty = 'a | b\n<script>alert(1)</script> [x](javascript:y) `c` \\| *d*'
    const trials = report.trials.map(trial => (trial.valid ? trial : { ...trial, warnings: [nasty] }))
    const markdown = markdownReport({
      ...report,
      trials,
      expectations: [{ text: nasty, actual: null, met: false }],
    })
    const tables = markdown.split('\n\n').filter(part => part.startsWith('|'))
    for (const table of tables) expect(new Set(tableLines(table).map(cells)).size).toBe(1)
    expect(markdown).toContain(
      'a \\| b &lt;script&gt;alert(1)&lt;/script&gt; [x]\\(javascript:y) \\`c\\` \\\\\\| \\*d\\*',
    )
  })

  it('gives the command that repeats the run, however it is quoted', () => {
    const command = 'npm run bench -- --expect "```"'
    expect(markdownReport({ ...reportFixture(), command })).toContain(`\`\`\`\`sh\n${command}\n\`\`\`\``)
  })

  it('says that a smoke run carries no verdicts, and that a run was cut short', () => {
    const smoke = markdownReport(smokeFixture())
    expect(smoke).toContain('A smoke run carries no verdicts.')
    expect(smoke).not.toMatch(/is lower than/)
    expect(markdownReport(interruptedFixture())).toContain(
      'The run was interrupted after 3 of 36 planned trials.',
    )
  })

  it('of no trials has no tables of figures and no pictures', () => {
    const markdown = markdownReport(emptyFixture())
    expect(markdown).toContain('No trial of default has ended with figures yet.')
    expect(markdown).not.toContain('<picture>')
  })
})

import { keyDifferences } from './comparisons.ts'
import { escapedHtml } from './escape.ts'
import { markdownTable } from './markdown.ts'
import { scenarioSentence } from './scenario-sentence.ts'
import { glanceTable, summariesOf, type Table } from './tables.ts'
import { distanceTable } from './theory-tables.ts'
import type { Report } from './types.ts'

/** What stands around the findings in a Markdown file. */
const marks = { begin: '<!-- findings: npm run findings -->', end: '<!-- end of findings -->' }

/** What distance does, then the first scenario in a table, its verdicts and a picture; `directory` has the pictures. */
export function findings(report: Report, directory: string): string {
  const [scenario] = report.scenarios
  if (!scenario) throw new Error('a report without a scenario has no findings')
  const together = report.scenarios.filter(({ experiment }) => experiment === scenario.experiment)
  const alt = 'Latency percentiles of each transport; the figures are in the report.'
  const picture = [
    '<picture>',
    `<source media="(prefers-color-scheme: dark)" srcset="${directory}/latency-dark.png">`,
    `<img src="${directory}/latency-light.png" alt="${escapedHtml(alt)}" width="800">`,
    '</picture>',
  ].join('')
  return [
    ...(together.length > 1 ? [told(distanceTable(report, together))] : []),
    scenarioSentence(scenario),
    markdownTable(glanceTable(summariesOf(report, scenario.name))),
    keyDifferences(report, scenario.name)
      .map(line => `- ${line}`)
      .join('\n'),
    picture,
  ].join('\n\n')
}

function told(table: Table): string {
  return `${table.caption}:\n\n${markdownTable(table)}`
}

/** A text with new findings between its marks. Throws when the marks are not there. */
export function withFindings(text: string, report: Report, directory: string): string {
  const begin = text.indexOf(marks.begin)
  const end = text.indexOf(marks.end)
  if (begin === -1 || end < begin) throw new Error(`the text lacks ${marks.begin} and ${marks.end}`)
  return `${text.slice(0, begin + marks.begin.length)}\n\n${findings(report, directory)}\n\n${text.slice(end)}`
}

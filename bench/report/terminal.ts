import { keyDifferences } from './comparisons.ts'
import { byline } from './document.ts'
import { significant } from './figures.ts'
import { notes } from './notes.ts'
import { scenarioSentence } from './scenario-sentence.ts'
import { glanceTable, summariesOf } from './tables.ts'
import { bands, plainTable, wrapped } from './text-layout.ts'
import type { Expectation, Report, Scenario } from './types.ts'

/** How a terminal marks a text; each returns it with the same visible width. */
export interface Style {
  readonly heading: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly doubt: (text: string) => string
}

/** No colour at all. */
export const plainStyle: Style = {
  heading: text => text,
  good: text => text,
  bad: text => text,
  doubt: text => text,
}

/** The widest line, in columns. */
export const terminalWidth = 100

/** The end of a run on a terminal: figures, doubts, differences, expectations; lines of at most 100 columns. */
export function terminalReport(report: Report, style: Style = plainStyle): string {
  const blocks = [
    [...wrapped(byline(report), terminalWidth)],
    ...report.scenarios.map(scenario => scenarioLines(report, scenario, style)),
    listLines('Notes', notes(report), style, style.doubt),
    expectationLines(report.expectations, style),
  ]
  return `${blocks
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

function scenarioLines(report: Report, scenario: Scenario, style: Style): readonly string[] {
  const summaries = summariesOf(report, scenario.name)
  const differences = keyDifferences(report, scenario.name)
  const glance = glanceTable(summaries)
  const figures =
    summaries.length === 0
      ? ['no figures yet']
      : [glance.caption, ...bands(glance, terminalWidth).flatMap(band => ['', ...plainTable(band)])]
  return [
    ...wrapped(scenario.name, terminalWidth).map(style.heading),
    ...wrapped(scenarioSentence(scenario), terminalWidth),
    '',
    ...figures,
    ...(differences.length > 0 ? ['', ...listLines('What differs', differences, style, text => text)] : []),
  ]
}

function listLines(
  title: string,
  items: readonly string[],
  style: Style,
  paint: (text: string) => string,
): readonly string[] {
  if (items.length === 0) return []
  return [style.heading(title), ...items.flatMap(item => indented(item).map(paint))]
}

function expectationLines(expectations: readonly Expectation[], style: Style): readonly string[] {
  if (expectations.length === 0) return []
  return [style.heading('Expectations'), ...expectations.flatMap(expectation => outcome(expectation, style))]
}

function outcome({ text, actual, met }: Expectation, style: Style): readonly string[] {
  const found = actual === null ? 'there is no such figure' : `actual ${significant(actual)}`
  return indented(`${met ? 'met' : 'not met'}: ${text} (${found})`).map(met ? style.good : style.bad)
}

/** An item behind a dash, its later lines under its first. */
function indented(item: string): readonly string[] {
  return wrapped(item, terminalWidth - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`))
}

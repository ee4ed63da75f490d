import type { Report, Scenario } from '../../../bench/report/types.ts'
import type { PageContext, Panel } from '../context.ts'
import { element } from '../element.ts'
import type { Text } from '../i18n.ts'
import { nameKeys } from '../lab/names.ts'
import type { Language } from '../state.ts'
import type { ChartFigure } from './chart-figure.ts'
import { cautionsOf, createFacts, scenarioText, warningsTable } from './facts.ts'
import { createFrontierFigure } from './frontier-figure.ts'
import { metrics } from './metrics.ts'
import { foundationTables } from './report-tables.ts'
import { createScenarioCharts } from './scenario-charts.ts'
import { createFoldedTable, createTable, figure } from './table.ts'
import { type Agreement, agreementOf, theoryRowsOf, theoryTable } from './theory-table.ts'
import { type Verdict, verdictsOf } from './verdicts.ts'

/** A report on the page; `draw` draws its charts once they stand in it. */
export interface ReportPanel extends Panel {
  draw(): void
}

interface Words {
  readonly text: Text
  readonly language: Language
}

/** Creates a report: the frontier first, then one scenario at a time, and what the run stands on. */
export function createReportPanel({ text, store }: PageContext, report: Report, name: string): ReportPanel {
  const words = { text, language: store.get().language }
  const frontier = createFrontierFigure(report, words)
  const place = element('div', { class: 'results-scenario' })
  let charts: readonly ChartFigure[] = []

  function show(scenario: Scenario | undefined): void {
    for (const chart of charts) chart.destroy()
    charts = scenario ? createScenarioCharts(report, scenario.name, words) : []
    place.replaceChildren(...(scenario ? scenarioParts(report, scenario, charts, words) : []))
    for (const chart of charts) chart.draw()
  }

  const made = element(
    'article',
    { class: 'results-report', 'aria-labelledby': 'report-title' },
    element('h3', { id: 'report-title', tabindex: -1 }, name),
    ...cautionsOf(report, text).map(line => element('p', { class: 'caution' }, line)),
    frontier.element,
    createScenarioChoice(report, text, show),
    place,
    ...foundationTables(report, text, words.language).map(table => createTable(table)),
    createRunFacts(report, words),
  )
  show(report.scenarios.at(-1))
  return {
    element: made,
    draw() {
      frontier.draw()
      for (const chart of charts) chart.draw()
    },
    destroy() {
      for (const chart of [frontier, ...charts]) chart.destroy()
    },
  }
}

function createScenarioChoice(
  { scenarios }: Report,
  text: Text,
  show: (scenario: Scenario | undefined) => void,
): HTMLElement {
  const select = element(
    'select',
    {},
    ...scenarios.map(({ name }, index) =>
      element('option', { value: name, selected: index === scenarios.length - 1 }, name),
    ),
  )
  select.addEventListener('change', () => show(scenarios.find(({ name }) => name === select.value)))
  return element('label', { class: 'results-choices' }, `${text('results.scenarioColumn')} `, select)
}

function scenarioParts(
  report: Report,
  scenario: Scenario,
  charts: readonly ChartFigure[],
  { text, language }: Words,
): readonly HTMLElement[] {
  const rows = theoryRowsOf(report, scenario.name)
  const verdicts = verdictsOf(report, scenario.name).map(each =>
    element('li', {}, verdictText(each, { text, language })),
  )
  const { agree, of, explained } = agreementOf(rows)
  return [
    element('p', { class: 'note' }, scenarioText(scenario, text)),
    ...(verdicts.length > 0 ? [element('ul', { class: 'verdicts' }, ...verdicts)] : []),
    ...charts.map(chart => chart.element),
    element('h4', {}, text('results.theory')),
    element('p', {}, theoryText({ agree, of, explained }, text)),
    ...(of > agree
      ? [
          createTable(
            theoryTable(
              rows.filter(row => !row.agrees),
              text,
              language,
            ),
          ),
        ]
      : []),
    ...(of > 0 ? [createFoldedTable(text('results.theoryAll'), theoryTable(rows, text, language))] : []),
  ]
}

function theoryText({ agree, of, explained }: Agreement, text: Text): string {
  if (of === 0) return text('results.theoryNone')
  if (agree === of) return text('results.theoryAgrees', { of })
  return text('results.theorySum', { agree, of, differ: of - agree, explained })
}

function verdictText(
  { metric, outcome, a, b, ratio, difference }: Verdict,
  { text, language }: Words,
): string {
  const { key, unit, scale } = metrics[metric]
  const names = { a: text(nameKeys[a]), b: text(nameKeys[b]), metric: text(key) }
  const evidence =
    ratio.median === null
      ? text('results.byDifference', { difference: `${figure(difference, language, scale)} ${unit}`.trim() })
      : text('results.byRatio', { ratio: figure(ratio, language) })
  return text(outcome === 'lower' ? 'results.isLower' : 'results.noDifference', { ...names, evidence })
}

function createRunFacts(report: Report, { text, language }: Words): HTMLElement {
  const warnings = warningsTable(report, text)
  return element(
    'section',
    {},
    element('h4', {}, text('results.facts')),
    createFacts(report, text, language),
    ...(warnings.rows.length > 0 ? [createFoldedTable(warnings.caption, warnings)] : []),
  )
}

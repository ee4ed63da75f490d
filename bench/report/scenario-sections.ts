import { type Block, folded, type Picture, paragraph, type Section, section, shown } from './blocks.ts'
import { chartNames, chartTexts } from './chart-texts.ts'
import { comparisonsTable, controlTable, keyDifferences } from './comparisons.ts'
import { bytesTable, costTable, latencyTable, mergedTable, summariesOf } from './tables.ts'
import { theoryBlocks } from './theory-blocks.ts'
import { runOrderLegend, runOrderTable } from './trial-tables.ts'
import type { Report, Scenario, Summary } from './types.ts'

/** What is told of one scenario, the `index`-th of the report; nothing where none of its trials ran. */
export function scenarioSections(report: Report, scenario: Scenario, index: number): readonly Section[] {
  const { name } = scenario
  const summaries = summariesOf(report, name)
  const id = `scenario-${index + 1}`
  const title = `Scenario ${name}`
  const order = runOrder(report, name)
  if (summaries.length === 0) return order.length === 0 ? [] : [section(id, title, order)]
  return [
    section(id, title, pictures(summaries, index)),
    section(`${id}-latency`, 'Latency', [shown(latencyTable(summaries)), folded(mergedTable(summaries))], 3),
    section(`${id}-bytes`, 'Bytes', [shown(bytesTable(summaries))], 3),
    section(`${id}-cost`, 'Requests and computing', [shown(costTable(summaries))], 3),
    section(`${id}-theory`, 'Link and theory', theoryBlocks(report, scenario), 3),
    section(`${id}-comparisons`, 'Comparisons', comparisonBlocks(report, name), 3),
    section(`${id}-order`, 'Run order', order, 3),
  ]
}

function pictures(summaries: readonly Summary[], scenario: number): readonly Picture[] {
  return chartNames
    .filter(chart => chartTexts[chart].isDrawable(summaries))
    .map(chart => {
      const { alt, caption, table } = chartTexts[chart]
      return { type: 'picture', chart, scenario, caption, alt: alt(summaries), table: table(summaries) }
    })
}

function comparisonBlocks(report: Report, scenario: string): readonly Block[] {
  const items = keyDifferences(report, scenario)
  const pairs = comparisonsTable(report, scenario)
  const control = controlTable(report, scenario)
  const lead: Block =
    items.length > 0
      ? { type: 'list', items }
      : paragraph(
          report.mode === 'smoke'
            ? 'A smoke run carries no verdicts.'
            : 'There are no verdicts on the pairs that usually decide.',
        )
  return [
    lead,
    ...(pairs.rows.length > 0 ? [folded(pairs)] : []),
    ...(control.rows.length > 0 ? [folded(control)] : []),
  ]
}

function runOrder(report: Report, scenario: string): readonly Block[] {
  const table = runOrderTable(report, scenario)
  if (table.rows.length === 0) return []
  return [shown(table), paragraph(runOrderLegend)]
}

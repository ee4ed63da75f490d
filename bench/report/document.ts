import { type Block, paragraph, type Section, section, shown } from './blocks.ts'
import { calibrationTable } from './calibration-table.ts'
import { briefNotes, progress, readingNotes, remarksTitle } from './notes.ts'
import { scenarioSections } from './scenario-sections.ts'
import { scenarioSentence } from './scenario-sentence.ts'
import { glanceTable, summariesOf, type Table } from './tables.ts'
import { theorySummary, traceSummary } from './theory-summary.ts'
import { distanceTable } from './theory-tables.ts'
import { environmentTable, expectationsTable, remarksTable } from './trial-tables.ts'

import type { Report } from './types.ts'
import { floorsTable, yardsticksTable } from './yardstick-tables.ts'

/** The report's name. */
export const reportTitle = 'Transport Lab: one event feed, several transports'

/** When, how much and with which seed. */
export function byline(report: Report): string {
  const { createdAt, mode, status, seed, environment } = report
  const commit = environment.commit === null ? '' : `, commit ${environment.commit}`
  return `${createdAt}, ${mode} run, ${status}, ${progress(report)}, seed ${seed}${commit}`
}

/** All sections of a report. */
export function sections(report: Report): readonly Section[] {
  return [
    section('summary', 'Summary', summaryBlocks(report)),
    ...report.scenarios.flatMap((scenario, index) => scenarioSections(report, scenario, index)),
    ...surroundingsSection(report),
    ...expectationsSection(report),
    ...remarksSection(report),
    section('environment', 'Environment', [shown(environmentTable(report))]),
    section('repeat', 'Repeat it', [
      { type: 'command', text: report.command },
      paragraph(
        'The seed fixes the schedule of events, the order of trials and the phases of polls; what the machine adds is not repeatable.',
      ),
    ]),
    section('reading', 'How to read it', [{ type: 'list', items: readingNotes(report) }]),
  ]
}

/** The doubts, then each scenario in a sentence and a table. */
function summaryBlocks(report: Report): readonly Block[] {
  const items = briefNotes(report)
  const scenarios = report.scenarios.flatMap((scenario): Block[] => {
    const glance = glanceTable(summariesOf(report, scenario.name))
    const nothing = paragraph(`No trial of ${scenario.name} has ended with figures yet.`)
    return [paragraph(scenarioSentence(scenario)), glance.rows.length > 0 ? shown(glance) : nothing]
  })
  return [
    ...(items.length > 0 ? [{ type: 'list', items } as const] : []),
    ...distances(report).map(shown),
    ...scenarios,
    ...(report.theory.length > 0 ? [theorySummary(report), traceSummary(report)].map(shown) : []),
  ]
}

/** For each experiment that was run at several round trips, the figures that show what distance does. */
function distances(report: Report): readonly Table[] {
  const names = [...new Set(report.scenarios.map(({ experiment }) => experiment))]
  return names
    .map(name => report.scenarios.filter(({ experiment }) => experiment === name))
    .filter(together => together.length > 1 && report.summary.length > 0)
    .map(together => distanceTable(report, together))
}

/** What the run stands on, where it was measured. */
function surroundingsSection(report: Report): readonly Section[] {
  const tables = [
    calibrationTable(report.linkCalibration),
    floorsTable(report.floors),
    yardsticksTable(report.yardsticks),
  ].filter(({ rows }) => rows.length > 0)
  if (tables.length === 0) return []
  return [section('surroundings', 'Link, floors and yardsticks', tables.map(shown))]
}

function expectationsSection(report: Report): readonly Section[] {
  if (report.expectations.length === 0) return []
  return [section('expectations', 'Expectations', [shown(expectationsTable(report))])]
}

function remarksSection(report: Report): readonly Section[] {
  const table = remarksTable(report)
  return table.rows.length === 0 ? [] : [section('remarks', remarksTitle, [shown(table)])]
}

import { type Block, folded, paragraph, shown } from './blocks.ts'
import { theorySentence } from './theory-summary.ts'
import { differencesTable, linkTable, modelTable, theoryTable } from './theory-tables.ts'
import type { Report, Scenario } from './types.ts'

/** A scenario's link and theory: how much agrees, what differs and why, and all figures on demand. */
export function theoryBlocks(report: Report, scenario: Scenario): readonly Block[] {
  const sentence = theorySentence(report, scenario)
  const differences = differencesTable(report, scenario)
  const theory = theoryTable(report, scenario)
  return [
    ...(sentence === null ? [] : [paragraph(sentence)]),
    shown(linkTable(report, scenario)),
    ...(differences.rows.length > 0 ? [shown(differences)] : []),
    shown(modelTable(report, scenario)),
    ...(theory.rows.length > 0 ? [folded(theory)] : []),
  ]
}

import type { Report, TheoryRow } from '../../../bench/report/types.ts'
import type { Text } from '../i18n.ts'
import { nameKeys } from '../lab/names.ts'
import { noFigure, significant } from '../lab/numbers.ts'
import type { Language } from '../state.ts'
import { quantityKeys } from './metrics.ts'
import { figure, type TableText } from './table.ts'

/** How many of a scenario's figures are as the closed form has them. */
export interface Agreement {
  readonly agree: number
  readonly of: number
  readonly explained: number
}

/** How an explanation begins where no cause holds. */
const unexplained = 'not explained'

/** A scenario's rows of theory. */
export function theoryRowsOf({ theory }: Pick<Report, 'theory'>, scenario: string): readonly TheoryRow[] {
  return theory.filter(row => row.scenario === scenario)
}

/** Counts how many rows agree, and how many of the others are explained. */
export function agreementOf(rows: readonly TheoryRow[]): Agreement {
  const differing = rows.filter(row => !row.agrees)
  const explained = differing.filter(({ explanation }) => explanation && !explanation.startsWith(unexplained))
  return { agree: rows.length - differing.length, of: rows.length, explained: explained.length }
}

/** Theory beside what was measured: the outcome in a word, and where they differ the explanation as the run gives it. */
export function theoryTable(rows: readonly TheoryRow[], text: Text, language: Language): TableText {
  return {
    caption: text('results.theoryCaption'),
    columns: [
      text('results.transport'),
      text('results.quantity'),
      text('results.predicted'),
      text('results.measured'),
      text('results.tolerance'),
      text('results.outcome'),
      text('results.explanation'),
    ],
    rows: rows.map(({ transport, quantity, predicted, measured, tolerance, agrees, explanation }) => [
      text(nameKeys[transport]),
      quantityText(quantity, text),
      significant(predicted, language),
      figure(measured, language),
      `± ${significant(tolerance, language)}`,
      `${agrees ? '✓' : '≠'} ${text(agrees ? 'results.agrees' : 'results.differs')}`,
      agrees ? '' : (explanation ?? noFigure),
    ]),
  }
}

function quantityText(quantity: string, text: Text): string {
  const key = quantityKeys[quantity]
  return key === undefined ? quantity : text(key)
}

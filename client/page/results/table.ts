import type { Estimate } from '../../../bench/report/types.ts'
import { element } from '../element.ts'
import { noFigure, significant } from '../lab/numbers.ts'
import type { Language } from '../state.ts'

/** A table as words; a row's first cell names it. */
export interface TableText {
  readonly caption: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Creates a table under its caption, that scrolls in itself where it is wide. */
export function createTable({ caption, columns, rows }: TableText): HTMLElement {
  const heads = columns.map(name => element('th', { scope: 'col' }, name))
  const body = rows.map(([name = '', ...cells]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...cells.map(cell => element('td', { class: isWords(cell) ? 'words' : null }, cell)),
    ),
  )
  const table = element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...body),
  )
  return element('div', { class: 'scrolls', tabindex: 0, role: 'group', 'aria-label': caption }, table)
}

/** The same behind a summary that opens it. */
export function createFoldedTable(summary: string, table: TableText): HTMLElement {
  return element('details', {}, element('summary', {}, summary), createTable(table))
}

const isWords = (cell: string) => /\p{L}{4}/u.test(cell)

/** A median with its interval, `251 [243–262]`; the median alone where there is no interval, or one without width. */
export function figure({ median, low, high }: Estimate, language: Language, factor = 1): string {
  if (median === null) return noFigure
  const say = (value: number) => significant(value * factor, language)
  if (low === null || high === null || (low === median && high === median)) return say(median)
  return `${say(median)} [${say(low)}${low < 0 ? ' … ' : '–'}${say(high)}]`
}

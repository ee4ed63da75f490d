import { element } from '../element.ts'
import type { Text } from '../i18n.ts'
import type { Language } from '../state.ts'
import type { ChartRow } from './charts-points.ts'
import { nameKeys } from './names.ts'
import { significant } from './numbers.ts'

/** A chart's numbers, shown when asked for. */
export interface ChartTable {
  readonly element: HTMLDetailsElement
  readonly isOpen: boolean
  show(rows: readonly ChartRow[], language: Language): void
}

/** Creates the table of a chart under its columns' names. */
export function createChartTable(caption: string, columns: readonly string[], text: Text): ChartTable {
  const body = element('tbody')
  const heads = [text('lab.chartTransport'), ...columns].map(name => element('th', { scope: 'col' }, name))
  const table = element(
    'table',
    {},
    element('caption', { class: 'visually-hidden' }, caption),
    element('thead', {}, element('tr', {}, ...heads)),
    body,
  )
  const made = element(
    'details',
    { class: 'chart-table' },
    element('summary', {}, text('lab.chartTable')),
    element('div', { class: 'scrolls', tabindex: 0, role: 'group', 'aria-label': caption }, table),
  )
  return {
    element: made,
    get isOpen() {
      return made.open
    },
    show(rows, language) {
      body.replaceChildren(
        ...rows.map(({ transport, isTheory, cells }) => {
          const name = text(nameKeys[transport])
          const head = isTheory ? text('lab.chartTheory', { name }) : name
          const figures = cells.map(value => element('td', {}, significant(value, language)))
          return element('tr', {}, element('th', { scope: 'row' }, head), ...figures)
        }),
      )
    },
  }
}

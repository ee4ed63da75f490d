import type { PageContext, Panel } from '../context.ts'
import { element } from '../element.ts'
import type { TextKey } from '../i18n.ts'
import { nameKeys } from '../lab/names.ts'
import { percent, significant } from '../lab/numbers.ts'
import { setText } from '../set-text.ts'
import type { Language } from '../state.ts'
import type { Lane } from './lane.ts'

/** What every map came to, counted beside expected. */
export interface SeatTable extends Omit<Panel, 'destroy'> {
  /** Shows these lanes' figures. */
  show(lanes: readonly Pick<Lane, 'transport' | 'figures'>[]): void
}

const columns: readonly { readonly key: TextKey; readonly hint?: TextKey }[] = [
  { key: 'seats.transport' },
  { key: 'seats.age' },
  { key: 'seats.expectedAge', hint: 'seats.expectedAgeHint' },
  { key: 'seats.clicks' },
  { key: 'seats.wasted' },
  { key: 'seats.expected', hint: 'seats.expectedHint' },
  { key: 'seats.share' },
  { key: 'seats.expectedShare', hint: 'seats.expectedHint' },
]

/** The cells of a lane's row after its name. */
export function rowOf({ tally, expectedAgeMs }: Lane['figures'], language: Language): readonly string[] {
  const { clicks, wasted, judged, expected, deviation, ageMs } = tally
  const number = (value: number | null) => significant(value, language)
  const share = (count: number, of: number) => percent(of === 0 ? null : count / of, language)
  const spread = `${number(expected)} ± ${number(deviation)}`
  // Where theory says nothing of some clicks, the number of the others stands behind.
  const sum = judged === clicks ? spread : `${spread} / ${judged}`
  return [
    number(ageMs),
    number(expectedAgeMs),
    String(clicks),
    String(wasted),
    judged === 0 ? number(null) : sum,
    share(wasted, clicks),
    share(expected, judged),
  ]
}

/** Creates a table without rows. */
export function createSeatTable({ store, text }: PageContext): SeatTable {
  const heads = columns.map(({ key, hint }) =>
    element('th', { scope: 'col', title: hint === undefined ? null : text(hint) }, text(key)),
  )
  const body = element('tbody')
  const made = element(
    'table',
    { class: 'seat-table' },
    element('caption', {}, text('seats.tableCaption')),
    element('thead', {}, element('tr', {}, ...heads)),
    body,
  )
  let shown = ''
  let cells: readonly (readonly HTMLElement[])[] = []
  return {
    element: element(
      'div',
      { class: 'scrolls', tabindex: 0, role: 'region', 'aria-label': text('seats.tableCaption') },
      made,
    ),
    show(lanes) {
      const names = lanes.map(({ transport }) => transport).join()
      if (names !== shown) {
        shown = names
        cells = lanes.map(() => columns.slice(1).map(() => element('td')))
        body.replaceChildren(
          ...lanes.map(({ transport }, index) =>
            element('tr', {}, element('th', { scope: 'row' }, text(nameKeys[transport])), ...cells[index]!),
          ),
        )
      }
      for (const [index, { figures }] of lanes.entries()) {
        const row = rowOf(figures, store.get().language)
        for (const [column, words] of row.entries()) setText(cells[index]![column]!, words)
      }
    },
  }
}

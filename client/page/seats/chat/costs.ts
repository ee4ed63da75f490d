import type { TransportName } from '../../../../server/protocol.ts'
import type { PageContext } from '../../context.ts'
import { element } from '../../element.ts'
import type { TextKey } from '../../i18n.ts'
import { nameKeys } from '../../lab/names.ts'
import { noFigure, significant } from '../../lab/numbers.ts'
import { setText } from '../../set-text.ts'
import type { Language } from '../../state.ts'
import { addCosts, type ChatLedger, type Cost } from './ledger.ts'
import { type PersonName, personNames } from './line.ts'

/** A line as the table of costs shows it. */
export interface CostedLine {
  readonly key: number
  readonly from: PersonName
  readonly text: string
  readonly up: TransportName
  readonly down: TransportName
  /** From sending to the other's page, in milliseconds; null until it came. */
  readonly latencyMs: number | null
}

/** The table of what each line cost. */
export interface CostTable {
  readonly element: HTMLElement
  show(lines: readonly CostedLine[], ledger: ChatLedger): void
}

const columns: readonly TextKey[] = [
  'seats.line',
  'seats.lineWay',
  'seats.requests',
  'seats.headUp',
  'seats.headDown',
  'seats.otherBytes',
  'seats.payload',
  'seats.latency',
]
const mostRows = 12

function cellsOf({ requests, headBytes, otherBytes, payloadBytes }: Cost, language: Language): string[] {
  const numbers = [requests, headBytes.up, headBytes.down, otherBytes, payloadBytes]
  return numbers.map(each => each.toLocaleString(language))
}

/** Creates a table without lines: the newest first, then what each of the two has cost in all. */
export function createCostTable({ store, text }: PageContext): CostTable {
  const body = element('tbody')
  const sums = element('tfoot')
  const rows = new Map<HTMLElement, readonly HTMLElement[]>()

  function put(into: HTMLElement, count: number): readonly (readonly HTMLElement[])[] {
    while (into.children.length > count) into.lastElementChild?.remove()
    while (into.children.length < count) {
      const cells = columns.map((_, index) =>
        element(index === 0 ? 'th' : 'td', { scope: index === 0 ? 'row' : null }),
      )
      const row = element('tr', {}, ...cells)
      rows.set(row, cells)
      into.append(row)
    }
    return [...into.children].map(row => rows.get(row as HTMLElement) ?? [])
  }
  function fill(cells: readonly HTMLElement[], words: readonly string[]): void {
    for (const [index, cell] of cells.entries()) setText(cell, words[index] ?? '')
  }
  function lineCells(
    { key, from, text: said, up, down, latencyMs }: CostedLine,
    ledger: ChatLedger,
  ): string[] {
    const cost = ledger.costOf(key)
    const way = text('seats.way', { from: text(nameKeys[up]), to: text(nameKeys[down]) })
    const { language } = store.get()
    const numbers = cost.down
      ? cellsOf(addCosts(cost.up, cost.down), language)
      : columns.slice(3).map(() => noFigure)
    return [`${text(`seats.person_${from}`)}: ${said}`, way, ...numbers, significant(latencyMs, language)]
  }

  return {
    element: element(
      'div',
      { class: 'scrolls', tabindex: 0, role: 'region', 'aria-label': text('seats.costs') },
      element(
        'table',
        { class: 'seat-table' },
        element('caption', {}, text('seats.costs')),
        element(
          'thead',
          {},
          element('tr', {}, ...columns.map(key => element('th', { scope: 'col' }, text(key)))),
        ),
        body,
        sums,
      ),
    ),
    show(lines, ledger) {
      const newest = lines.slice(-mostRows).reverse()
      for (const [index, cells] of put(body, newest.length).entries())
        fill(cells, lineCells(newest[index]!, ledger))
      for (const [index, cells] of put(sums, personNames.length).entries()) {
        const person = personNames[index]!
        const all = text('seats.inAll', { name: text(`seats.person_${person}`) })
        fill(cells, [all, '', ...cellsOf(ledger.totalOf(person), store.get().language), ''])
      }
    },
  }
}

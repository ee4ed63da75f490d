import { byteCategories } from '../../../../bench/wire/books.ts'
import { transportNames } from '../../../../server/protocol.ts'
import type { PageContext, Panel } from '../../context.ts'
import { element } from '../../element.ts'
import { pictureOf } from '../picture.ts'
import { durationText } from './message.ts'
import { type ArrowRow, arrowRowsOf } from './rows.ts'
import { nextRow } from './table-keys.ts'

const everyMs = 1000

/** The arrows as a table, which is filled anew each second between `start` and `stop`, but not while it has the focus. */
export interface ArrowTable extends Panel {
  start(): void
  stop(): void
}

/** Creates the table: arrow keys move, Enter inspects. */
export function createArrowTable(context: PageContext): ArrowTable {
  const { store, text } = context
  const picture = pictureOf(context)
  const body = element('tbody')
  const table = element(
    'table',
    {},
    element('caption', {}, text('lab.ladderTableHint')),
    headOf(context),
    body,
  )
  const panel = element(
    'div',
    { class: 'ladder-rows', role: 'region', 'aria-label': text('lab.ladderTable') },
    table,
  )
  let timer: ReturnType<typeof setInterval> | undefined

  function fill(): void {
    const { mode, transport } = store.get()
    if (panel.contains(document.activeElement)) return
    const shown = mode === 'one' ? [transport] : transportNames
    const { trace, nowMs } = picture()
    const rows = arrowRowsOf(trace, shown, nowMs)
    body.replaceChildren(...rows.map((row, index) => rowElement(context, row, index === 0)))
  }
  listenToRows(body, id => store.set({ chosen: id }))
  const stop = () => clearInterval(timer)
  return {
    element: panel,
    start() {
      stop()
      fill()
      timer = setInterval(fill, everyMs)
    },
    stop,
    destroy: stop,
  }
}

/** A click and Enter choose a row, arrow keys move between the rows. */
function listenToRows(body: HTMLTableSectionElement, choose: (id: number) => void): void {
  const rowOf = (event: Event) => (event.target as Element).closest('tr')
  const chooseRow = (row: HTMLTableRowElement | null) => {
    if (row?.dataset.id) choose(Number(row.dataset.id))
  }
  const focusRow = (index: number) => {
    const rows = [...body.rows]
    for (const [at, row] of rows.entries()) row.tabIndex = at === index ? 0 : -1
    rows[index]?.focus()
  }
  body.addEventListener('click', event => chooseRow(rowOf(event)))
  body.addEventListener('keydown', event => {
    const row = rowOf(event)
    if (row === null) return
    const isChoice = event.key === 'Enter' || event.key === ' '
    const next = nextRow(event.key, row.sectionRowIndex, body.rows.length)
    if (!isChoice && next === null) return
    event.preventDefault()
    if (isChoice) chooseRow(row)
    else if (next !== null) focusRow(next)
  })
}

function headOf({ text }: PageContext): HTMLElement {
  const names = [
    text('lab.ladderAgo'),
    text('lab.ladderTransport'),
    text('lab.ladderWay'),
    text('lab.ladderWhat'),
    ...byteCategories.map(category => text(`lab.${category}Bytes`)),
    text('lab.ladderEvents'),
    text('lab.ladderTook'),
    text('lab.ladderLatency'),
  ]
  return element('thead', {}, element('tr', {}, ...names.map(name => element('th', { scope: 'col' }, name))))
}

function rowElement({ text }: PageContext, row: ArrowRow, first: boolean): HTMLTableRowElement {
  const cells = [
    durationText(row.agoMs),
    row.transport,
    text(row.way === 'up' ? 'lab.ladderUp' : 'lab.ladderDown'),
    row.name,
    ...byteCategories.map(category => String(row.bytes[category])),
    String(row.events),
    row.tookMs === null ? '–' : durationText(row.tookMs),
    row.latencyMs === null ? '–' : durationText(row.latencyMs),
  ]
  return element(
    'tr',
    { tabindex: first ? 0 : -1, 'data-id': row.id },
    ...cells.map(cell => element('td', {}, cell)),
  )
}

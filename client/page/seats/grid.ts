import { element } from '../element.ts'
import type { Text } from '../i18n.ts'
import type { House } from './house.ts'
import { seatNamesOf } from './house.ts'
import type { SeatMap } from './protocol.ts'

/** How a seat stands on a map. */
export type SeatLook = 'free' | 'taken' | 'mine'

/** A map of seats: a grid in which arrow keys move and Enter buys. */
export interface SeatGrid {
  readonly element: HTMLElement
  /** Shows all that a map knows; nothing pulses. */
  show(house: House): void
  /** Shows that a seat has just become so. */
  change(seat: string, look: SeatLook): void
  /** Shows that a click on a seat was wasted. */
  waste(seat: string): void
}

/** What a grid is made with. */
export interface SeatGridOptions {
  readonly shape: Pick<SeatMap, 'rows' | 'columns'>
  readonly label: string
  readonly text: Text
  readonly isMine: (holder: string) => boolean
  readonly press: (seat: string) => void
}

const marks: Readonly<Record<SeatLook, (seat: string) => string>> = {
  free: seat => seat,
  taken: () => '×',
  mine: () => '✓',
}

const steps: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
}

/** Where a key leads from a seat's index in a grid of rows and columns; undefined for other keys. */
export function stepFrom(index: number, key: string, rows: number, columns: number): number | undefined {
  const step = steps[key]
  if (!step) return undefined
  const within = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1)
  const row = within(Math.floor(index / columns) + step[0], rows)
  return row * columns + within((index % columns) + step[1], columns)
}

/** Creates a grid with every seat free. Of its cells one at a time can be tabbed to (ARIA APG, grid pattern). */
export function createSeatGrid({ shape, label, text, isMine, press }: SeatGridOptions): SeatGrid {
  const names = seatNamesOf(shape)
  const cells = names.map((seat, index) =>
    element('div', { role: 'gridcell', tabindex: index === 0 ? 0 : -1, 'data-seat': seat }),
  )
  const cellOf = new Map(names.map((seat, index) => [seat, cells[index]!]))
  const rows = shape.rows.map((_, row) =>
    element('div', { role: 'row' }, ...cells.slice(row * shape.columns, (row + 1) * shape.columns)),
  )
  const made = element('div', { role: 'grid', class: 'seat-grid', 'aria-label': label }, ...rows)

  function put(seat: string, look: SeatLook): void {
    const cell = cellOf.get(seat)
    if (!cell || cell.dataset.look === look) return
    cell.dataset.look = look
    cell.textContent = marks[look](seat)
    cell.setAttribute('aria-label', text(`seats.${look}Seat`, { seat }))
    cell.classList.remove('fresh', 'wasted')
  }
  function focus(index: number): void {
    for (const cell of cells) cell.tabIndex = -1
    const cell = cells[index]!
    cell.tabIndex = 0
    cell.focus()
  }
  const indexOf = (event: Event) =>
    cells.indexOf((event.target as HTMLElement).closest<HTMLDivElement>('[data-seat]')!)

  made.addEventListener('click', event => {
    const index = indexOf(event)
    if (index < 0) return
    focus(index)
    press(names[index]!)
  })
  made.addEventListener('keydown', event => {
    const index = indexOf(event)
    const next = stepFrom(index, event.key, shape.rows.length, shape.columns)
    const buys = event.key === 'Enter' || event.key === ' '
    if (index < 0 || (next === undefined && !buys)) return
    event.preventDefault()
    if (next !== undefined) focus(next)
    else if (!event.repeat) press(names[index]!)
  })
  made.addEventListener('animationend', ({ target }) =>
    (target as HTMLElement).classList.remove('fresh', 'wasted'),
  )

  return {
    element: made,
    show({ taken }) {
      for (const seat of names) {
        const holder = taken.get(seat)
        put(seat, holder === undefined ? 'free' : isMine(holder) ? 'mine' : 'taken')
      }
    },
    change(seat, look) {
      put(seat, look)
      cellOf.get(seat)?.classList.add('fresh')
    },
    waste: seat => cellOf.get(seat)?.classList.add('wasted'),
  }
}

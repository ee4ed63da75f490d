import { element } from '../element.ts'
import type { Text } from '../i18n.ts'
import type { Desk } from './desk.ts'
import { createSeatGrid, type SeatGrid } from './grid.ts'
import type { House } from './house.ts'

/** One lane's map: what it knows, and its picture, which in a pause stays as it is. */
export interface LaneMap {
  readonly element: HTMLElement
  /** Undefined until there is a map. */
  readonly house: House | undefined
  /** There is a map, or another one in its place. */
  take(house: House): void
  /** A seat has just been sold. */
  sold(seat: string, by: string): void
  /** A click on this seat was wasted. */
  waste(seat: string): void
  /** Draws all that is known. */
  redraw(): void
}

/** What a lane's map is made with. */
export interface LaneMapOptions {
  readonly label: string
  readonly text: Text
  readonly desk: Pick<Desk, 'learner' | 'isStill'>
  readonly press: (seat: string) => void
}

/** Creates the place of a map that is not known yet. */
export function createLaneMap({ label, text, desk, press }: LaneMapOptions): LaneMap {
  const place = element('div', { class: 'seat-place' })
  const isMine = (by: string) => by === desk.learner()
  let house: House | undefined
  let grid: SeatGrid | undefined

  const draw = (change: (grid: SeatGrid) => void) => {
    if (grid && !desk.isStill()) change(grid)
  }
  const redraw = () => draw(drawn => house && drawn.show(house))
  return {
    element: place,
    get house() {
      return house
    },
    take(known) {
      house = known
      if (grid) return redraw()
      grid = createSeatGrid({ shape: known.shape, label, text, isMine, press })
      grid.show(known)
      place.replaceChildren(grid.element)
    },
    sold: (seat, by) => draw(drawn => drawn.change(seat, isMine(by) ? 'mine' : 'taken')),
    waste: seat =>
      draw(drawn => {
        drawn.change(seat, 'taken')
        drawn.waste(seat)
      }),
    redraw,
  }
}

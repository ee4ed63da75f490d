import type { TransportName } from '../../../server/protocol.ts'
import { delay } from '../../delay.ts'
import type { PageContext } from '../context.ts'
import { element } from '../element.ts'
import { nameKeys } from '../lab/names.ts'
import { createAges } from './ages.ts'
import { createClicks } from './clicks.ts'
import type { Desk } from './desk.ts'
import { type FollowOptions, followSeats } from './follower.ts'
import { createSeatGrid, type SeatGrid } from './grid.ts'
import type { House } from './house.ts'
import { runImpatient } from './impatient.ts'
import { setText } from './set-text.ts'
import { createStateLine } from './state-line.ts'
import { createCounter, type Tally } from './tally.ts'

/** One transport's map, with its impatient buyer and its counts. */
export interface Lane {
  readonly transport: TransportName
  readonly element: HTMLElement
  /** The counts so far, and the age of the news by theory in milliseconds. */
  readonly figures: { readonly tally: Tally; readonly expectedAgeMs: number | null }
  /** Begins; ends what runs. */
  start(options: FollowOptions): void
  stop(): void
  /** Sets the counts to nought. */
  reset(): void
  /** Brings the card up to date. */
  render(): void
}

/** Creates a lane that is idle. */
export function createLane(context: PageContext, transport: TransportName, desk: Desk): Lane {
  const { store, text } = context
  const name = text(nameKeys[transport])
  const state = createStateLine(text)
  const count = element('p', { class: 'note' })
  const place = element('div', { class: 'seat-place' })
  const buyer = () => `${transport}/${store.get().tab}`
  const counter = createCounter()
  const ages = createAges(context, ageMs => counter.shown(ageMs))
  const clicks = createClicks({
    ...{ transport, counter, office: desk.office, settings: store.get },
    assumedSalesPerSecond: desk.assumedSalesPerSecond,
    isOwn: by => by === buyer(),
  })
  let house: House | undefined
  let grid: SeatGrid | undefined
  let running: AbortController | undefined

  const lookOf = (by: string) => (by === desk.learner() ? 'mine' : 'taken')

  async function click(seat: string, by: string): Promise<void> {
    const signal = running?.signal
    if (!house || !signal || signal.aborted) return
    const { theatre } = house
    const bought = await clicks.click(house, seat, by, signal)
    if (bought.type === 'failed') desk.complain(text('seats.failed', { reason: bought.reason }))
    else desk.complain('')
    if (house.theatre !== theatre || bought.type === 'failed') return
    grid?.change(seat, bought.type === 'bought' ? lookOf(by) : 'taken')
    if (bought.type === 'gone') grid?.waste(seat)
    if (by === desk.learner())
      desk.say(text(bought.type === 'gone' ? 'seats.wastedClick' : 'seats.bought', { seat, name }))
  }
  function press(seat: string): void {
    if (!running) desk.say(text('seats.notRunning'))
    else if (house?.taken.has(seat)) desk.say(text('seats.shownTaken', { seat, name }))
    else attempt(seat, desk.learner())
  }
  function attempt(seat: string, by: string): void {
    const signal = running?.signal
    click(seat, by).catch((error: Error) => {
      if (!signal?.aborted) desk.complain(text('seats.failed', { reason: error.message }))
    })
  }
  function showMap(known: House): void {
    house = known
    if (!grid) {
      const label = text('seats.mapOf', { name })
      grid = createSeatGrid({ shape: known.shape, label, text, isMine: by => by === desk.learner(), press })
      place.replaceChildren(grid.element)
    }
    grid.show(known)
  }

  return {
    transport,
    element: element(
      'article',
      { class: 'seat-card', 'data-transport': transport },
      element('h3', {}, name),
      state.element,
      place,
      count,
    ),
    get figures() {
      return { tally: counter.tally, expectedAgeMs: clicks.expectedAgeMs() }
    },
    start(options) {
      running?.abort()
      running = new AbortController()
      const { signal } = running
      const live = (show: typeof state.show) => (word: Parameters<typeof show>[0]) =>
        signal.aborted || show(word)
      followSeats(
        transport,
        options,
        {
          ...desk,
          onMap: showMap,
          onEvent(event, change, { cursor, record }) {
            ages.shown(cursor)
            clicks.sold(event, record.at / 1_000)
            if (change === 'opened' && house) grid?.show(house)
            if (change === 'sold' && 'seat' in event) grid?.change(event.seat, lookOf(event.by))
          },
          onState: live(state.show),
          onEnd(reason) {
            state.show({ state: 'closed' })
            desk.complain(text('seats.failed', { reason }))
          },
        },
        signal,
      )
      const { impatientPerSecond: perSecond } = desk
      runImpatient(
        {
          perSecond,
          random: Math.random,
          wait: delay,
          free: () => house?.free ?? [],
          click: seat => attempt(seat, buyer()),
        },
        signal,
      )
    },
    stop() {
      running?.abort()
      running = undefined
      state.show({ state: 'idle' })
    },
    reset: counter.reset,
    render() {
      ages.settle()
      const { clicks: made, wasted } = counter.tally
      const free = house?.free.length ?? 0
      setText(count, text('seats.counts', { free, clicks: made, wasted }))
    },
  }
}

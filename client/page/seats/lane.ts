import type { TransportName } from '../../../server/protocol.ts'
import { delay } from '../../delay.ts'
import type { PageContext } from '../context.ts'
import { element } from '../element.ts'
import type { Text } from '../i18n.ts'
import { nameKeys } from '../lab/names.ts'
import { setText } from '../set-text.ts'
import { createAges } from './ages.ts'
import { createClicks } from './clicks.ts'
import type { Desk } from './desk.ts'
import { type FollowerEvents, type FollowOptions, followSeats } from './follower.ts'
import { runImpatient } from './impatient.ts'
import { createLaneMap, type LaneMap } from './lane-map.ts'
import { createPurchase } from './purchase.ts'
import { createStateLine, type StateLine } from './state-line.ts'
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
  /** Counts what has become known of the news' age since it was last asked to. */
  settle(): void
  /** Brings the card's figures up to date. */
  render(): void
  /** Draws the map anew, after a pause. */
  redraw(): void
}

/** Creates a lane that is idle. */
export function createLane(context: PageContext, transport: TransportName, desk: Desk): Lane {
  const { text } = context
  const name = text(nameKeys[transport])
  const state = createStateLine(text)
  const count = element('p', { class: 'note' })
  const counting = createCounting(context, transport, desk)
  const { counter, clicks } = counting
  const map = createLaneMap({ label: text('seats.mapOf', { name }), text, desk, press: seat => press(seat) })
  const buy = createPurchase({ name, text, desk, map, clicks })
  let running: AbortController | undefined
  const press = createPress({ name, text, desk, map, buy }, () => running?.signal)

  function stop(): void {
    running?.abort()
    running = undefined
    state.show({ state: 'idle' })
  }
  return {
    transport,
    element: cardOf(transport, name, [state.element, map.element, count]),
    get figures() {
      return { tally: counter.tally, expectedAgeMs: clicks.expectedAgeMs() }
    },
    start(options) {
      running?.abort()
      running = new AbortController()
      run({ transport, options, desk, map, state, counting, buy, text }, running.signal)
    },
    stop,
    reset: counter.reset,
    settle: counting.ages.settle,
    render() {
      const { clicks: made, wasted } = counter.tally
      setText(count, text('seats.counts', { free: map.house?.free.length ?? 0, clicks: made, wasted }))
    },
    redraw: map.redraw,
  }
}

/** What a learner's click does: it buys, or is told why not. */
function createPress(
  { name, text, desk, map, buy }: Pick<Run, 'text' | 'desk' | 'map' | 'buy'> & { readonly name: string },
  running: () => AbortSignal | undefined,
): (seat: string) => void {
  return seat => {
    const signal = running()
    if (!signal) desk.say(text('seats.notRunning'))
    else if (desk.isStill()) desk.say(text('seats.still'))
    else if (map.house?.taken.has(seat)) desk.say(text('seats.shownTaken', { seat, name }))
    else buy(seat, desk.learner(), signal)
  }
}

function cardOf(transport: TransportName, name: string, parts: readonly HTMLElement[]): HTMLElement {
  return element(
    'article',
    { class: 'seat-card', 'data-transport': transport },
    element('h3', {}, name),
    ...parts,
  )
}

/** What one lane counts: clicks beside what is expected of them, and how old its news was. */
function createCounting(context: PageContext, transport: TransportName, desk: Desk) {
  const { store } = context
  const buyer = () => `${transport}/${store.get().tab}`
  const counter = createCounter()
  const ages = createAges(context, ageMs => counter.shown(ageMs))
  const clicks = createClicks({
    ...{ transport, counter, office: desk.office, settings: store.get },
    assumedSalesPerSecond: desk.assumedSalesPerSecond,
    isOwn: by => by === buyer(),
  })
  return { counter, ages, clicks, buyer }
}

interface Run {
  readonly transport: TransportName
  readonly options: FollowOptions
  readonly desk: Desk
  readonly map: LaneMap
  readonly state: StateLine
  readonly counting: ReturnType<typeof createCounting>
  readonly buy: ReturnType<typeof createPurchase>
  readonly text: Text
}

/** Follows the sales, and lets the impatient buyer click, until the signal aborts. */
function run({ transport, options, desk, map, state, counting, buy, text }: Run, signal: AbortSignal): void {
  const { ages, clicks, buyer } = counting
  const events: FollowerEvents = {
    onMap: map.take,
    onEvent(event, change, { cursor, record }) {
      ages.shown(cursor)
      clicks.sold(event, record.at / 1_000)
      if (change === 'opened') map.redraw()
      if (change === 'sold' && 'seat' in event) map.sold(event.seat, event.by)
    },
    onState: word => signal.aborted || state.show(word),
    onEnd(reason) {
      state.show({ state: 'closed' })
      desk.complain(text('seats.failed', { reason }))
    },
  }
  void followSeats(transport, options, { ...desk, ...events }, signal)
  void runImpatient(
    {
      perSecond: desk.impatientPerSecond,
      random: Math.random,
      wait: delay,
      free: () => map.house?.free ?? [],
      click: seat => buy(seat, buyer(), signal),
    },
    signal,
  )
}

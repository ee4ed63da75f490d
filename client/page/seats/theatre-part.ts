import { createBrowserEnvironment } from '../../browser.ts'
import type { PageContext } from '../context.ts'
import { element } from '../element.ts'
import { nameKeys } from '../lab/names.ts'
import { percent } from '../lab/numbers.ts'
import { setText } from '../set-text.ts'
import { type BoxOffice, createBoxOffice } from './box-office.ts'
import type { Lane } from './lane.ts'
import { createLanes, type Lanes } from './lanes.ts'
import type { Part } from './part.ts'
import { createSeatTable } from './table.ts'
import { createTheatreControls } from './theatre-controls.ts'
import { createTheatreWords, layoutTheatre, type TheatreWords } from './theatre-layout.ts'

const updateEveryMs = 250
const sayEveryMs = 10_000
/** Less than the 10 s for which the box office lets simulated buyers buy. */
const renewBuyersEveryMs = 4_000

/** Creates the theatre: a map for each transport, their impatient buyers, and the table of what clicks were wasted. */
export function createTheatrePart(
  context: PageContext,
  office: BoxOffice = createBoxOffice(new URL('/', location.href)),
): Part {
  const { store } = context
  const words = createTheatreWords()
  const controls = createTheatreControls(
    context,
    () => orderBuyers(),
    () => lanes.reset(),
  )
  const lanes: Lanes = createTheatreLanes(context, office, controls, words, () => lanes.shown.length)
  const picture = createPicture(context, lanes)
  const orderBuyers = () => order(context, office, isRunning ? controls.buyers.perSecond : 0, words.complain)
  const rhythm = createRhythm(context, lanes, picture.draw, words.summary, orderBuyers)
  let isRunning = false
  const end = store.subscribe((state, before) => {
    if (!isRunning) return
    lanes.follow(state)
    if (before.paused && !state.paused) lanes.redraw()
    const isOther = state.mode !== before.mode || state.transport !== before.transport
    if (isOther || !state.paused) picture.draw()
  })
  function stop(): void {
    if (!isRunning) return
    isRunning = false
    rhythm.stop()
    lanes.follow(null)
    orderBuyers()
  }
  return {
    element: layoutTheatre(context, controls.element, words, picture.elements),
    start() {
      isRunning = true
      lanes.follow(store.get())
      orderBuyers()
      rhythm.start()
    },
    stop,
    destroy() {
      stop()
      end()
      controls.destroy()
    },
  }
}

type Controls = ReturnType<typeof createTheatreControls>

/** What happens again and again while the theatre is shown. */
function createRhythm(
  context: PageContext,
  lanes: Lanes,
  draw: () => void,
  summary: HTMLElement,
  orderBuyers: () => void,
) {
  const unlessPaused = (action: () => void) => () => context.store.get().paused || action()
  const settle = () => {
    for (const lane of lanes.shown) lane.settle()
  }
  const say = () => setText(summary, summaryOf(context, lanes.shown))
  const beats = [
    [settle, updateEveryMs],
    [unlessPaused(draw), updateEveryMs],
    [unlessPaused(say), sayEveryMs],
    [orderBuyers, renewBuyersEveryMs],
  ] as const
  let timers: readonly ReturnType<typeof setInterval>[] = []
  return {
    start() {
      timers = beats.map(([action, everyMs]) => setInterval(action, everyMs))
    },
    stop() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}

function createTheatreLanes(
  context: PageContext,
  office: BoxOffice,
  { buyers, impatient }: Controls,
  { say, complain }: TheatreWords,
  shownCount: () => number,
): Lanes {
  const { store } = context
  return createLanes(context, {
    environment: createBrowserEnvironment(),
    office,
    impatientPerSecond: () => impatient.perSecond,
    assumedSalesPerSecond: () => buyers.perSecond + impatient.perSecond * (shownCount() - 1),
    learner: () => `learner/${store.get().tab}`,
    isStill: () => store.get().paused,
    say,
    complain,
  })
}

/** Asks for simulated buyers while there is a feed to sell on. */
function order(
  { store, text }: PageContext,
  office: BoxOffice,
  perSecond: number,
  complain: (words: string) => void,
): void {
  const { lab, server } = store.get()
  if (lab !== 'open' || server !== 'up') return
  office
    .setBuyers(perSecond, new AbortController().signal)
    .catch((error: Error) => complain(text('seats.failed', { reason: error.message })))
}

/** The maps that are shown and the table of their counts. */
function createPicture(context: PageContext, lanes: Lanes) {
  const cards = element('div', { class: 'seat-cards' })
  const table = createSeatTable(context)
  const draw = () => {
    const { shown } = lanes
    const elements = shown.map(lane => lane.element)
    const isSame =
      elements.length === cards.children.length &&
      elements.every((one, index) => one === cards.children[index])
    if (!isSame) cards.replaceChildren(...elements)
    for (const lane of shown) lane.render()
    table.show(shown)
  }
  draw()
  return { draw, elements: { cards, table: table.element } }
}

function summaryOf({ store, text }: PageContext, shown: readonly Lane[]): string {
  const { language } = store.get()
  const parts = shown.map(({ transport, figures }) => {
    const { clicks, wasted } = figures.tally
    const share = percent(clicks === 0 ? null : wasted / clicks, language)
    return text('seats.summaryPart', { name: text(nameKeys[transport]), clicks, wasted, share })
  })
  return text('seats.summary', { parts: parts.join('; ') })
}

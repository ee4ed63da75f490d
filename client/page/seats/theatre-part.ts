import { transportNames } from '../../../server/protocol.ts'
import { createBrowserEnvironment } from '../../browser.ts'
import type { PageContext } from '../context.ts'
import { createChoice } from '../controls/choice.ts'
import { createModeChoice } from '../controls/mode.ts'
import { createNumberField } from '../controls/number-field.ts'
import { button, element } from '../element.ts'
import { nameKeys } from '../lab/names.ts'
import { percent } from '../lab/numbers.ts'
import { type BoxOffice, createBoxOffice } from './box-office.ts'
import { createLanes, type Lanes } from './lanes.ts'
import type { Part } from './part.ts'
import { createRateField } from './rate-field.ts'
import { setText } from './set-text.ts'
import { createSeatTable } from './table.ts'

const updateEveryMs = 250
const sayEveryMs = 10_000
/** Less than the 10 s for which the box office lets simulated buyers buy. */
const renewBuyersEveryMs = 4_000

/** Creates the theatre: a map for each transport, their impatient buyers, and the table of what clicks were wasted. */
export function createTheatrePart(
  context: PageContext,
  office: BoxOffice = createBoxOffice(new URL('/', location.href)),
): Part {
  const { store, text } = context
  const said = element('p', { role: 'status', class: 'said' })
  const wrong = element('p', { role: 'alert', class: 'wrong' })
  const summary = element('p', { class: 'visually-hidden', 'aria-live': 'polite' })
  const controls = createTheatreControls(
    context,
    () => renewBuyers(),
    () => lanes.reset(),
  )
  const lanes: Lanes = createLanes(context, {
    environment: createBrowserEnvironment(),
    office,
    impatientPerSecond: () => controls.impatient.perSecond,
    assumedSalesPerSecond: () =>
      controls.buyers.perSecond + controls.impatient.perSecond * (lanes.shown.length - 1),
    learner: () => `learner/${store.get().tab}`,
    say: words => setText(said, words),
    complain: words => setText(wrong, words),
  })
  const table = createSeatTable(context)
  const cards = element('div', { class: 'seat-cards' })
  let isRunning = false

  function renewBuyers(): void {
    const { paused, lab, server } = store.get()
    const perSecond = isRunning && !paused ? controls.buyers.perSecond : 0
    if (lab !== 'open' || server !== 'up') return
    office
      .setBuyers(perSecond, new AbortController().signal)
      .catch((error: Error) => setText(wrong, text('seats.failed', { reason: error.message })))
  }
  function render(): void {
    const { shown } = lanes
    const elements = shown.map(lane => lane.element)
    if (
      elements.length !== cards.children.length ||
      elements.some((one, index) => one !== cards.children[index])
    )
      cards.replaceChildren(...elements)
    for (const lane of shown) lane.render()
    table.show(shown)
  }
  function sayAll(): void {
    const { paused, language } = store.get()
    if (!isRunning || paused) return
    const parts = lanes.shown.map(({ transport, figures }) => {
      const { clicks, wasted } = figures.tally
      const share = percent(clicks === 0 ? null : wasted / clicks, language)
      return text('seats.summaryPart', { name: text(nameKeys[transport]), clicks, wasted, share })
    })
    setText(summary, text('seats.summary', { parts: parts.join('; ') }))
  }

  render()
  const timers: ReturnType<typeof setInterval>[] = []
  const end = store.subscribe((state, before) => {
    if (!isRunning) return
    lanes.follow(state)
    render()
    if (state.paused !== before.paused) renewBuyers()
  })
  function stop(): void {
    if (!isRunning) return
    isRunning = false
    for (const timer of timers.splice(0)) clearInterval(timer)
    lanes.follow(null)
    renewBuyers()
  }

  return {
    element: element(
      'section',
      { class: 'theatre', 'aria-label': text('seats.theatre') },
      element('p', { class: 'lead' }, text('seats.lead')),
      controls.element,
      wrong,
      said,
      cards,
      element('p', { class: 'note' }, text('seats.legend')),
      table.element,
      element(
        'details',
        {},
        element('summary', {}, text('seats.why')),
        element('p', {}, text('seats.expectedHint')),
        element('p', {}, text('seats.expectedAgeHint')),
      ),
      summary,
    ),
    start() {
      isRunning = true
      lanes.follow(store.get())
      renewBuyers()
      timers.push(
        setInterval(render, updateEveryMs),
        setInterval(sayAll, sayEveryMs),
        setInterval(renewBuyers, renewBuyersEveryMs),
      )
    },
    stop,
    destroy() {
      stop()
      end()
      controls.destroy()
    },
  }
}

function createTheatreControls(context: PageContext, changed: () => void, reset: () => void) {
  const { text } = context
  const complaints = element('div', { class: 'complaints' })
  const rates = {
    buyers: createRateField(text, {
      id: 'seat-buyers',
      label: text('seats.buyers'),
      perSecond: 2,
      most: 20,
      changed,
    }),
    impatient: createRateField(text, {
      id: 'seat-impatient',
      label: text('seats.impatient'),
      perSecond: 1,
      most: 5,
      changed: () => {},
    }),
  }
  const panels = [
    createModeChoice(context),
    createChoice(context, {
      name: 'seat-transport',
      label: text('seats.transport'),
      words: transportNames,
      wordText: word => text(nameKeys[word]),
      of: ({ transport }) => transport,
      ask: transport => ({ page: { transport, mode: 'one' } }),
    }),
    createNumberField(context, 'intervalMs', complaints),
    createNumberField(context, 'rttMs', complaints),
  ]
  return {
    ...rates,
    element: element(
      'div',
      { class: 'controls' },
      element(
        'div',
        { class: 'row' },
        ...panels.map(panel => panel.element),
        rates.buyers.element,
        rates.impatient.element,
        button(text('seats.reset'), reset),
      ),
      complaints,
    ),
    destroy() {
      for (const panel of panels) panel.destroy()
    },
  }
}

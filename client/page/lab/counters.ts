import type { PageContext, Panel } from '../context.ts'
import { button, element } from '../element.ts'
import type { Text } from '../i18n.ts'
import { setText } from '../set-text.ts'
import type { Language, PageState } from '../state.ts'
import { type Card, type CardFigures, createCard } from './counters-card.ts'
import { figuresOf, type PageFigures } from './figures-page.ts'
import { doubtKeys, nameKeys, stateText } from './names.ts'
import { significant } from './numbers.ts'
import { overdueOf } from './overdue.ts'
import { pictureOf } from './picture.ts'
import { doubtsOf } from './theory.ts'

const updateEveryMs = 250
const sayEveryMs = 10_000

/**
 * Creates a card a transport: its state, its figures and theory's, at most 4 updates a second; said every 10 s. In a
 * pause they stand still, and only cards that come new are filled.
 */
export function createCounters(context: PageContext): Panel {
  const { store, sessions, text } = context
  const figures = figuresOf(context)
  const read = () => readSessions(context, figures)
  const { element: made, cards, since, doubts, summary } = createParts(text, figures.reset)
  let shown: readonly Card[] = []

  function update(): void {
    if (!made.isConnected) return
    const { shown: running } = sessions
    const isSame =
      running.map(({ transport }) => transport).join() === shown.map(card => card.transport).join()
    if (isSame && store.get().paused) return
    if (!isSame) {
      shown = running.map(({ transport }) => createCard(transport, text))
      cards.replaceChildren(...shown.map(card => card.element))
    }
    const { language, settings } = store.get()
    for (const [index, each] of read().entries()) shown[index]?.show(each, language)
    setText(since, sinceText(figures.since, text, language))
    setText(doubts, doubtsText(settings, text))
  }

  function say(): void {
    if (!made.isConnected || store.get().paused) return
    const parts = read().map(each => sentence(each, text, store.get().language))
    setText(summary, text('lab.summary', { parts: parts.join('; ') }))
  }

  const timers = [setInterval(update, updateEveryMs), setInterval(say, sayEveryMs)]
  return {
    element: made,
    destroy() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}

function doubtsText(settings: PageState['settings'], text: Text): string {
  const words = doubtsOf(settings).map(doubt => text(doubtKeys[doubt]))
  return words.length === 0 ? '' : text('lab.countersDoubts', { doubts: words.join(', ') })
}

function sinceText({ at, isChange }: PageFigures['since'], text: Text, language: Language): string {
  const time = at.toLocaleTimeString(language)
  return text(isChange ? 'lab.countersSinceChange' : 'lab.countersSince', { time })
}

function createParts(text: Text, reset: () => void) {
  const cards = element('div', { class: 'counter-cards' })
  const since = element('p', { class: 'note since', role: 'status' })
  const doubts = element('p', { class: 'note' })
  const summary = element('p', { class: 'visually-hidden', 'aria-live': 'polite' })
  const made = element(
    'section',
    { class: 'counters', 'aria-labelledby': 'counters-title' },
    element(
      'div',
      { class: 'panel-head' },
      element('h3', { id: 'counters-title' }, text('lab.counters')),
      since,
      button(text('lab.countersReset'), reset, { id: 'counters-reset' }),
    ),
    cards,
    element('p', { class: 'note' }, text('lab.countersTheoryNote')),
    doubts,
    summary,
  )
  return { element: made, cards, since, doubts, summary }
}

function readSessions(context: PageContext, figures: PageFigures): readonly CardFigures[] {
  const all = figures.read()
  const picture = pictureOf(context)()
  return context.sessions.shown.map(session => {
    const own = all[session.transport]
    const outcomes = figures.outcomesOf(session.transport)
    return { session, figures: own, outcomes, overdue: overdueOf(session, own, picture) }
  })
}

function sentence(
  { session, figures, outcomes: { counts } }: CardFigures,
  text: Text,
  language: Language,
): string {
  return text('lab.summaryPart', {
    name: text(nameKeys[session.transport]),
    state: stateText(text, session),
    p50: significant(figures.p50Ms, language),
    n: figures.n,
    requests: figures.requests,
    lost: counts.lost,
    duplicated: counts.duplicated,
  })
}

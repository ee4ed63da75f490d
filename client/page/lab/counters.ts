import type { TransportName } from '../../../server/protocol.ts'
import type { PageContext, Panel, Session } from '../context.ts'
import { button, element } from '../element.ts'
import type { Text } from '../i18n.ts'
import { setText } from '../set-text.ts'
import type { Language, PageState } from '../state.ts'
import { type CounterRow, counterRows } from './counters-rows.ts'
import { enoughForP99, type TransportFigures } from './figures.ts'
import { figuresOf } from './figures-page.ts'
import { doubtKeys, nameKeys, stateIcons, stateText } from './names.ts'
import { significant } from './numbers.ts'
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
  const { element: made, cards, doubts, summary } = createParts(text, figures.reset)
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
    const all = figures.read()
    for (const [index, session] of running.entries()) {
      shown[index]?.show(session, all[session.transport], language)
    }
    setText(doubts, doubtsText(settings, text))
  }

  function say(): void {
    if (!made.isConnected || store.get().paused) return
    const all = figures.read()
    const { language } = store.get()
    const parts = sessions.shown.map(session => sentence(session, all[session.transport], text, language))
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

function createParts(text: Text, reset: () => void) {
  const cards = element('div', { class: 'counter-cards' })
  const doubts = element('p', { class: 'note' })
  const summary = element('p', { class: 'visually-hidden', 'aria-live': 'polite' })
  const made = element(
    'section',
    { class: 'counters', 'aria-labelledby': 'counters-title' },
    element(
      'div',
      { class: 'panel-head' },
      element('h3', { id: 'counters-title' }, text('lab.counters')),
      button(text('lab.countersReset'), reset, { id: 'counters-reset' }),
    ),
    cards,
    element('p', { class: 'note' }, text('lab.countersTheoryNote')),
    doubts,
    summary,
  )
  return { element: made, cards, doubts, summary }
}

function sentence(session: Session, figures: TransportFigures, text: Text, language: Language): string {
  const { transport, counts } = session
  return text('lab.summaryPart', {
    name: text(nameKeys[transport]),
    state: stateText(text, session),
    p50: significant(figures.p50Ms, language),
    n: figures.n,
    requests: figures.requests,
    lost: counts.lost,
    duplicated: counts.duplicated,
  })
}

/** One transport's card. */
interface Card {
  readonly transport: TransportName
  readonly element: HTMLElement
  show(session: Session, figures: TransportFigures, language: Language): void
}

function createCard(transport: TransportName, text: Text): Card {
  const icon = element('span', { 'aria-hidden': 'true' })
  const state = element('span', {})
  const late = element('p', { class: 'note' })
  const body = element('tbody')
  let lines: readonly Line[] = []
  const head = ['lab.countersFigure', 'lab.countersMeasured', 'lab.countersTheory'] as const
  const made = element(
    'article',
    { class: 'counter-card', 'data-transport': transport },
    element('h4', {}, text(nameKeys[transport])),
    element('p', { class: 'state' }, icon, ' ', state),
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...head.map(key => element('th', { scope: 'col' }, text(key))))),
      body,
    ),
    late,
  )
  return {
    transport,
    element: made,
    show(session, figures, language) {
      setText(icon, stateIcons[session.state])
      setText(state, stateText(text, session))
      made.dataset.state = session.state
      const rows = counterRows(figures, session, language)
      if (lines.length === 0) {
        lines = rows.map(({ key }) => createLine(text(key)))
        body.append(...lines.map(line => line.element))
      }
      const few = text('lab.counterFew', { n: `${figures.n}/${enoughForP99}` })
      for (const [index, row] of rows.entries()) lines[index]?.show(row, few)
      setText(late, figures.late === 0 ? '' : text('lab.counterLate', { late: figures.late }))
    },
  }
}

interface Line {
  readonly element: HTMLElement
  show(row: CounterRow, few: string): void
}

function createLine(name: string): Line {
  const of = element('span', { class: 'of' })
  const measured = element('td')
  const theory = element('td', { class: 'theory' })
  return {
    element: element('tr', {}, element('th', { scope: 'row' }, name, ' ', of), measured, theory),
    show(row, few) {
      setText(of, row.n === null ? '' : `n ${row.n}`)
      setText(measured, row.measured)
      setText(theory, row.theory)
      measured.classList.toggle('weak', row.isWeak)
      measured.title = row.isWeak ? few : ''
    },
  }
}

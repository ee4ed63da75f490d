import type { TransportName } from '../../../server/protocol.ts'
import type { Session } from '../context.ts'
import { element } from '../element.ts'
import type { Text } from '../i18n.ts'
import { setText } from '../set-text.ts'
import type { Language } from '../state.ts'
import { type CounterRow, counterRows } from './counters-rows.ts'
import { enoughForP99, type TransportFigures } from './figures.ts'
import { lossKeys, nameKeys, stateIcons, stateText } from './names.ts'
import type { Outcomes } from './outcomes-since.ts'
import type { Overdue } from './overdue.ts'

/** What a card says of a session. */
export interface CardFigures {
  readonly session: Session
  readonly figures: TransportFigures
  readonly outcomes: Outcomes
  readonly overdue: Overdue | null
}

/** One transport's card. */
export interface Card {
  readonly transport: TransportName
  readonly element: HTMLElement
  show(figures: CardFigures, language: Language): void
}

/** Creates the card of a transport, empty until it is shown something. */
export function createCard(transport: TransportName, text: Text): Card {
  const icon = element('span', { 'aria-hidden': 'true' })
  const state = element('span', {})
  const notes = element('p', { class: 'note' })
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
    notes,
  )
  return {
    transport,
    element: made,
    show(given, language) {
      const { session, figures, outcomes } = given
      setText(icon, stateIcons[session.state])
      setText(state, stateText(text, session))
      made.dataset.state = session.state
      const rows = counterRows(figures, outcomes, language)
      if (lines.length === 0) {
        lines = rows.map(({ key }) => createLine(text(key)))
        body.append(...lines.map(line => line.element))
      }
      const few = text('lab.counterFew', { n: `${figures.n}/${enoughForP99}` })
      for (const [index, row] of rows.entries()) lines[index]?.show(row, few)
      setText(notes, notesOf(given, text).join('\n'))
    },
  }
}

/** What the figures alone would leave unexplained. */
function notesOf({ figures: { late }, outcomes: { losses }, overdue }: CardFigures, text: Text): string[] {
  const reasons = ['restarted', 'evicted', 'unexplained'] as const
  return [
    ...reasons.flatMap(why => (losses[why] === 0 ? [] : [text(lossKeys[why], { lost: losses[why] })])),
    ...(overdue === null ? [] : [text('lab.counterOverdue', { ...overdue })]),
    ...(late === 0 ? [] : [text('lab.counterLate', { late })]),
  ]
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

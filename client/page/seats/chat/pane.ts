import { type TransportName, transportNames } from '../../../../server/protocol.ts'
import { button, element } from '../../element.ts'
import type { Text } from '../../i18n.ts'
import { nameKeys } from '../../lab/names.ts'
import { createStateLine, type StateLine } from '../state-line.ts'
import { type ChatLine, type PersonName, sends } from './line.ts'

/** One of the two panes. */
export interface Pane {
  readonly element: HTMLElement
  readonly transport: TransportName
  readonly state: StateLine
  /** Puts a line into the log; a line that is there already stays. */
  add(line: ChatLine): void
  /** Says that a line could not be sent. */
  fail(key: number, reason: string): void
}

/** What a pane is made with. */
export interface PaneOptions {
  readonly person: PersonName
  readonly transport: TransportName
  readonly text: Text
  readonly say: (text: string) => void
  readonly chosen: () => void
}

/** The most lines of a log. */
const mostLines = 100
/** The longest line, in characters. */
const mostCharacters = 500

/** Creates a pane: a transport to choose, the log, a field whose Enter sends. */
export function createPane({ person, transport, text, say, chosen }: PaneOptions): Pane {
  const name = text(`seats.person_${person}`)
  const select = element(
    'select',
    { id: `chat-transport-${person}` },
    ...transportNames.map(word =>
      element('option', { value: word, selected: word === transport }, text(nameKeys[word])),
    ),
  )
  select.addEventListener('change', chosen)
  const state = createStateLine(text)
  const list = element('ol')
  const log = element(
    'div',
    {
      class: 'chat-log',
      tabindex: 0,
      role: 'log',
      'aria-label': text('seats.logOf', { name }),
    },
    list,
  )
  const field = element('input', {
    type: 'text',
    id: `chat-field-${person}`,
    maxlength: mostCharacters,
    autocomplete: 'off',
  })
  const items = new Map<number, HTMLElement>()

  function send(): void {
    const words = field.value.trim()
    if (words === '') return
    field.value = ''
    say(words)
  }
  field.addEventListener('keydown', event => {
    if (sends(event)) send()
  })

  return {
    element: element(
      'section',
      { class: 'chat-pane', 'aria-label': name, 'data-person': person },
      element('h3', {}, name),
      element('label', { for: select.id }, text('seats.transport')),
      select,
      state.element,
      log,
      element('label', { for: field.id }, text('seats.write', { name })),
      element('div', { class: 'chat-write' }, field, button(text('seats.send'), send)),
    ),
    get transport() {
      return select.value as TransportName
    },
    state,
    add({ key, from, text: words }) {
      if (items.has(key)) return
      const item = element(
        'li',
        { class: from === person ? 'own' : 'other' },
        element('b', {}, text(`seats.person_${from}`)),
        ' ',
        words,
      )
      items.set(key, item)
      list.append(item)
      if (list.children.length > mostLines) list.firstElementChild?.remove()
      log.scrollTop = log.scrollHeight
    },
    fail(key, reason) {
      items.get(key)?.append(' ', element('strong', { class: 'wrong' }, text('seats.notSent', { reason })))
    },
  }
}

import './seats.css'
import type { PageContext, View } from '../context.ts'
import { element } from '../element.ts'
import { createHindranceLine, followHindrance } from '../hindrance.ts'
import type { Text } from '../i18n.ts'
import { createChatPart } from './chat/part.ts'
import type { Part } from './part.ts'
import { createTheatrePart } from './theatre-part.ts'

const partNames = ['theatre', 'chat'] as const
type PartName = (typeof partNames)[number]

/** Id of the line that says why the view's controls are off. */
const offId = 'seats-off'

/**
 * Creates the seats view: the theatre and the chat. One at a time holds connections, since a browser opens six to a
 * host; the Lab's own end with its view.
 */
export function createSeatsView(context: PageContext): View {
  const { text } = context
  const parts: Readonly<Record<PartName, Part>> = {
    theatre: createTheatrePart(context),
    chat: createChatPart(context),
  }
  // A fieldset so that all its controls can be off at once.
  const place = element('fieldset', { class: 'plain' })
  const why = createHindranceLine(context, offId)
  const endHindrance = followHindrance(context.store, offId, [place])
  let chosen: PartName = 'theatre'
  let isShown = false

  function choose(name: PartName): void {
    if (isShown) parts[chosen].stop()
    chosen = name
    place.replaceChildren(parts[chosen].element)
    if (isShown) parts[chosen].start()
  }
  const choice = createPartChoice(text, chosen, choose)
  choose(chosen)

  return {
    element: element(
      'div',
      { class: 'seats' },
      element('h2', {}, text('seats.title')),
      why.element,
      choice,
      place,
    ),
    show() {
      isShown = true
      parts[chosen].start()
    },
    hide() {
      isShown = false
      parts[chosen].stop()
    },
    destroy() {
      for (const part of Object.values(parts)) part.destroy()
      why.destroy()
      endHindrance()
    },
  }
}

function createPartChoice(text: Text, chosen: PartName, choose: (name: PartName) => void): HTMLElement {
  const inputs = partNames.map(name => {
    const input = element('input', {
      type: 'radio',
      name: 'seats-part',
      value: name,
      checked: name === chosen,
    })
    input.addEventListener('change', () => choose(name))
    return element('label', {}, input, element('span', {}, text(`seats.${name}`)))
  })
  return element('div', { class: 'choice', role: 'radiogroup', 'aria-label': text('seats.part') }, ...inputs)
}

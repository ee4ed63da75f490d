import './seats.css'
import type { PageContext, View } from '../context.ts'
import { element } from '../element.ts'
import { createChatPart } from './chat/part.ts'
import type { Part } from './part.ts'
import { createTheatrePart } from './theatre-part.ts'

const partNames = ['theatre', 'chat'] as const
type PartName = (typeof partNames)[number]

/**
 * Creates the seats view: the theatre and the chat. One at a time holds connections, and the Lab's own rest
 * meanwhile, since a browser opens six to a host.
 */
export function createSeatsView(context: PageContext): View {
  const { sessions, text } = context
  const parts: Readonly<Record<PartName, Part>> = {
    theatre: createTheatrePart(context),
    chat: createChatPart(context),
  }
  const place = element('div')
  let chosen: PartName = 'theatre'
  let isShown = false

  function choose(name: PartName): void {
    if (isShown) parts[chosen].stop()
    chosen = name
    place.replaceChildren(parts[chosen].element)
    if (isShown) parts[chosen].start()
  }
  const choice = element('div', { class: 'choice', role: 'radiogroup', 'aria-label': text('seats.part') })
  for (const name of partNames) {
    const input = element('input', {
      type: 'radio',
      name: 'seats-part',
      value: name,
      checked: name === chosen,
    })
    input.addEventListener('change', () => choose(name))
    choice.append(element('label', {}, input, element('span', {}, text(`seats.${name}`))))
  }
  choose(chosen)

  return {
    element: element('div', { class: 'seats' }, element('h2', {}, text('seats.title')), choice, place),
    show() {
      isShown = true
      sessions.stop()
      parts[chosen].start()
    },
    hide() {
      isShown = false
      parts[chosen].stop()
      sessions.start()
    },
    destroy() {
      for (const part of Object.values(parts)) part.destroy()
    },
  }
}

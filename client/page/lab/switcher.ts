import type { PageContext, Panel } from '../context.ts'
import { element } from '../element.ts'
import { nameKeys } from './names.ts'

/** Creates the line that says what became of the events while one transport took over from another. */
export function createSwitcher({ sessions, text }: PageContext): Panel {
  const made = element('p', { class: 'switched', role: 'status' })
  const render = () => {
    const last = sessions.lastSwitch
    const words = last
      ? text('lab.switched', { ...last, from: text(nameKeys[last.from]), to: text(nameKeys[last.to]) })
      : ''
    if (made.textContent !== words) made.textContent = words
    made.hidden = last === null
  }
  render()
  return { element: made, destroy: sessions.subscribe(render) }
}

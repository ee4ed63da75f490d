import type { PageContext, Panel } from '../context.ts'
import { element } from '../element.ts'
import type { PageState } from '../state.ts'
import type { Wishes } from '../wishes.ts'
import { ask, followSettings } from './ask.ts'

/** Something that is on or off. */
export interface ToggleControl {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly of: (state: PageState) => boolean
  readonly ask: (on: boolean) => Wishes
}

/** Creates a switch that shows what holds. */
export function createToggle(context: PageContext, control: ToggleControl): Panel {
  const input = element('input', { type: 'checkbox', role: 'switch', id: control.id })
  const render = (state: PageState) => {
    input.checked = control.of(state)
  }
  input.addEventListener('change', () => {
    if (!ask(context, control.ask(input.checked))) render(context.store.get())
  })
  const made = element(
    'label',
    { class: 'toggle', title: control.hint },
    input,
    element('span', {}, control.label),
  )
  return { element: made, destroy: followSettings(context, render) }
}

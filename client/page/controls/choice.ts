import type { PageContext, Panel } from '../context.ts'
import { element } from '../element.ts'
import type { PageState } from '../state.ts'
import type { Wishes } from '../wishes.ts'
import { ask, followSettings } from './ask.ts'

/** One of several words, as radio buttons side by side. */
export interface ChoiceControl<W extends string> {
  /** The group's name for the form, unique on the page. */
  readonly name: string
  readonly label: string
  readonly words: readonly W[]
  readonly wordText: (word: W) => string
  readonly of: (state: PageState) => W
  readonly ask: (word: W) => Wishes
}

/** Creates a radio group that shows what holds. */
export function createChoice<W extends string>(context: PageContext, control: ChoiceControl<W>): Panel {
  const inputs = control.words.map(word => {
    const input = element('input', {
      type: 'radio',
      name: control.name,
      value: word,
      id: `${control.name}-${word}`,
    })
    input.addEventListener('change', () => {
      if (!ask(context, control.ask(word))) render(context.store.get())
    })
    return { word, input }
  })
  const render = (state: PageState) => {
    const chosen = control.of(state)
    for (const { word, input } of inputs) input.checked = word === chosen
  }
  const made = element(
    'div',
    { class: 'choice', role: 'radiogroup', 'aria-label': control.label },
    ...inputs.map(({ word, input }) =>
      element('label', {}, input, element('span', {}, control.wordText(word))),
    ),
  )
  return { element: made, destroy: followSettings(context, render) }
}

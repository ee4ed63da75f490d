import type { PageContext } from '../context.ts'
import { element } from '../element.ts'
import { setText } from '../set-text.ts'

/** Creates the lines that say what happens: to a learner who clicked, what went wrong, and to a screen reader now and then. */
export function createTheatreWords() {
  const said = element('p', { role: 'status', class: 'said' })
  const wrong = element('p', { role: 'alert', class: 'wrong' })
  const summary = element('p', { class: 'visually-hidden', 'aria-live': 'polite' })
  return {
    ...{ said, wrong, summary },
    say: (text: string) => setText(said, text),
    complain: (text: string) => setText(wrong, text),
  }
}

export type TheatreWords = ReturnType<typeof createTheatreWords>

/** Puts the theatre together. */
export function layoutTheatre(
  { text }: PageContext,
  controls: HTMLElement,
  { wrong, said, summary }: TheatreWords,
  { cards, table }: { readonly cards: HTMLElement; readonly table: HTMLElement },
): HTMLElement {
  return element(
    'section',
    { class: 'theatre', 'aria-label': text('seats.theatre') },
    element('p', { class: 'lead' }, text('seats.lead')),
    controls,
    wrong,
    said,
    element('p', { class: 'note' }, text('seats.legend')),
    element('div', { class: 'seat-stage' }, cards, table),
    element(
      'details',
      {},
      element('summary', {}, text('seats.why')),
      element('p', {}, text('seats.expectedHint')),
      element('p', {}, text('seats.expectedAgeHint')),
    ),
    summary,
  )
}

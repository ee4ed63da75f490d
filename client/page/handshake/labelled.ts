import { element } from '../element.ts'

/** Id of the line that says why what connects is off. */
export const handshakeOff = 'handshake-off'

/** A control with its visible label over it. */
export function labelled(label: string, control: HTMLElement): HTMLElement {
  return element('label', { class: 'labelled' }, element('span', {}, label), control)
}

/** A section under a heading, named by it. */
export function section(id: string, heading: string, ...children: readonly (Node | string)[]): HTMLElement {
  const title = element('h2', { id: `${id}-heading` }, heading)
  return element('section', { class: 'part', 'aria-labelledby': `${id}-heading` }, title, ...children)
}

/** Pairs of a term and what is said of it. */
export function definitions(pairs: readonly (readonly [string, Node | string])[]): HTMLElement {
  const items = pairs.map(([term, said]) =>
    element('div', {}, element('dt', {}, term), element('dd', {}, said)),
  )
  return element('dl', {}, ...items)
}

/** Radio buttons of which one is chosen; `change` is called with the word that a person chooses. */
export function radios<W extends string>(
  name: string,
  legend: string,
  words: readonly { readonly word: W; readonly label: string }[],
  chosen: W,
  change: (word: W) => void,
): HTMLFieldSetElement {
  const made = words.map(({ word, label }) => {
    const input = element('input', { type: 'radio', name, value: word, checked: word === chosen })
    input.addEventListener('change', () => change(word))
    return element('label', {}, input, ' ', label)
  })
  return element('fieldset', { class: 'radios' }, element('legend', {}, legend), ...made)
}

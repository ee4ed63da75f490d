import { element } from '../../element.ts'
import type { Text, TextKey } from '../../i18n.ts'

/** The marks that a picture is read by; each has a rule of its own in ladder.css. */
const marks = {
  event: 'lab.keyEvent',
  wait: 'lab.keyWait',
  empty: 'lab.keyEmpty',
  held: 'lab.keyHeld',
  gap: 'lab.keyGap',
} as const satisfies Readonly<Record<string, TextKey>>

/** Creates the key to the picture: each mark beside what it means. */
export function createKey(text: Text): HTMLElement {
  const items = Object.entries(marks).map(([mark, words]) =>
    element('li', {}, element('span', { class: `key-mark key-${mark}`, 'aria-hidden': 'true' }), text(words)),
  )
  return element('ul', { class: 'ladder-key' }, ...items)
}

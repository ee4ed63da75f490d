import type { PageContext, Panel } from './context.ts'
import { element } from './element.ts'
import type { TextKey } from './i18n.ts'
import type { PageState } from './state.ts'
import { follow, type Store } from './store.ts'

/** Why what needs the lab cannot act. */
export type Hindrance = 'replay' | 'lost' | 'connecting'

/** What is said of each; a page that is only just connecting says nothing. */
const reasons: Readonly<Record<Hindrance, TextKey | null>> = {
  replay: 'shell.offInReplay',
  lost: 'shell.offWhileLost',
  connecting: null,
}

/** What stands in the way of the lab; null where it can be asked. */
export function hindranceOf({ lab, server }: Pick<PageState, 'lab' | 'server'>): Hindrance | null {
  if (server === 'replay') return 'replay'
  return lab === 'open' ? null : lab
}

/** Creates the line that says why controls are off; nothing while they are not. */
export function createHindranceLine({ store, text }: Pick<PageContext, 'store' | 'text'>, id: string): Panel {
  const made = element('p', { id, class: 'note' })
  const destroy = follow(store, hindranceOf, hindrance => {
    const key = hindrance === null ? null : reasons[hindrance]
    made.textContent = key === null ? '' : text(key)
    made.hidden = key === null
  })
  return { element: made, destroy }
}

/**
 * Switches controls off while anything is in the way of the lab, or `only` this. The line of that id describes them, so
 * that a screen reader tells the reason with them. Returns what ends that.
 */
export function followHindrance(
  store: Store<PageState>,
  lineId: string,
  controls: readonly (HTMLElement & { disabled: boolean })[],
  only?: Hindrance,
): () => void {
  for (const control of controls) control.setAttribute('aria-describedby', lineId)
  return follow(store, hindranceOf, hindrance => {
    const isOff = hindrance !== null && (only === undefined || only === hindrance)
    for (const control of controls) control.disabled = isOff
  })
}

import type { SubscriptionState } from '../../subscribe.ts'
import type { SessionState } from '../context.ts'
import { element } from '../element.ts'
import type { Text, TextKey } from '../i18n.ts'
import { stateIcons } from '../lab/names.ts'
import { setText } from '../set-text.ts'

/** What a subscription of this view can be doing, in the words of the Lab. */
export type LineState = SubscriptionState | { readonly state: 'idle' | 'closed' }

const shown: Readonly<Record<LineState['state'], readonly [SessionState, TextKey]>> = {
  idle: ['idle', 'lab.stateIdle'],
  connecting: ['connecting', 'lab.stateConnecting'],
  open: ['open', 'lab.stateOpen'],
  waiting: ['reconnecting', 'lab.stateReconnecting'],
  reconnecting: ['reconnecting', 'lab.stateReconnecting'],
  closed: ['closed', 'lab.stateClosed'],
}

/** A line that says what a subscription is doing, in an icon and a word. */
export interface StateLine {
  readonly element: HTMLElement
  show(state: LineState): void
}

/** Creates a line that says idle. */
export function createStateLine(text: Text): StateLine {
  const icon = element('span', { 'aria-hidden': 'true' })
  const word = element('span')
  const show = (state: LineState) => {
    const [name, key] = shown[state.state]
    setText(icon, stateIcons[name])
    setText(word, text(key, { attempt: 'attempt' in state ? state.attempt : 0 }))
  }
  show({ state: 'idle' })
  return { element: element('p', { class: 'state' }, icon, ' ', word), show }
}

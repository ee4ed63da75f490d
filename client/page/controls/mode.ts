import { transportNames } from '../../../server/protocol.ts'
import type { PageContext, Panel } from '../context.ts'
import { element } from '../element.ts'
import { nameKeys } from '../lab/names.ts'
import { modes } from '../state.ts'
import { follow } from '../store.ts'
import { createChoice } from './choice.ts'

/** Creates the choice between all transports side by side and one of them, and then of which. */
export function createModeChoice(context: PageContext): Panel {
  const { text, store } = context
  const mode = createChoice(context, {
    name: 'mode',
    label: text('controls.mode'),
    words: modes,
    wordText: word => text(`controls.${word}`),
    of: state => state.mode,
    ask: word => ({ page: { mode: word } }),
  })
  const transport = createChoice(context, {
    name: 'transport',
    label: text('controls.transport'),
    words: transportNames,
    wordText: word => text(nameKeys[word]),
    of: state => state.transport,
    ask: word => ({ page: { transport: word } }),
  })
  const end = follow(
    store,
    state => state.mode,
    chosen => {
      transport.element.hidden = chosen !== 'one'
    },
  )
  return {
    element: element('div', { class: 'mode' }, mode.element, transport.element),
    destroy() {
      for (const part of [mode, transport]) part.destroy()
      end()
    },
  }
}

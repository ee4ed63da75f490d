import type { PageContext, Panel } from '../context.ts'
import { element } from '../element.ts'
import { follow } from '../store.ts'

/** Creates the line that says how well the page knows the host's clock. */
export function createClockReading({ store, text }: PageContext): Panel {
  const made = element('p', { class: 'clock', title: text('shell.clockHint') })
  const destroy = follow(
    store,
    state => state.clock,
    clock => {
      made.textContent =
        clock === null ? text('shell.clockUnknown') : text('shell.clock', { error: clock.errorMs.toFixed(2) })
    },
  )
  return { element: made, destroy }
}

import './handshake.css'
import type { PageContext, View } from '../context.ts'
import { element } from '../element.ts'
import { createHindranceLine } from '../hindrance.ts'
import { createComputationPanel } from './computation-panel.ts'
import { createEchoPanel } from './echo-panel.ts'
import { createFaultPanel } from './fault-panel.ts'
import { createFramePanel } from './frame-panel.ts'
import { handshakeOff } from './labelled.ts'

/** Creates the Handshake view: the accept, the faults, a frame's bits, and the classroom socket. */
export function createHandshakeView(context: PageContext): View {
  const computation = createComputationPanel(context)
  const faults = createFaultPanel(context)
  const frames = createFramePanel(context)
  const echo = createEchoPanel(context)
  const why = createHindranceLine(context, handshakeOff)
  const panels = [why, computation, faults, frames, echo]
  return {
    element: element('div', { class: 'handshake' }, ...panels.map(panel => panel.element)),
    show: () => undefined,
    hide: () => faults.hide(),
    destroy() {
      for (const panel of panels) panel.destroy()
    },
  }
}

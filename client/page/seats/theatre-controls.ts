import type { PageContext } from '../context.ts'
import { createModeChoice } from '../controls/mode.ts'
import { createNumberField } from '../controls/number-field.ts'
import { button, element } from '../element.ts'
import { createRateField } from './rate-field.ts'

/** Creates the theatre's controls: which maps, how news comes, and how fast seats are bought; `changed` tells of the buyers' rate. */
export function createTheatreControls(context: PageContext, changed: () => void, reset: () => void) {
  const { text } = context
  const complaints = element('div', { class: 'complaints' })
  const rates = createRates(context, changed)
  const panels = [
    createModeChoice(context),
    createNumberField(context, 'intervalMs', complaints),
    createNumberField(context, 'rttMs', complaints),
  ]
  return {
    ...rates,
    element: element(
      'div',
      { class: 'controls' },
      element(
        'div',
        { class: 'row' },
        ...[...panels, ...Object.values(rates)].map(panel => panel.element),
        button(text('seats.reset'), reset),
      ),
      complaints,
    ),
    destroy() {
      for (const panel of panels) panel.destroy()
    },
  }
}

function createRates({ text }: PageContext, changed: () => void) {
  const common = { buyers: { perSecond: 2, most: 20 }, impatient: { perSecond: 1, most: 5 } }
  return {
    buyers: createRateField(text, {
      id: 'seat-buyers',
      label: text('seats.buyers'),
      ...common.buyers,
      changed,
    }),
    impatient: createRateField(text, {
      id: 'seat-impatient',
      label: text('seats.impatient'),
      ...common.impatient,
      changed: () => {},
    }),
  }
}

import type { PageContext, Panel, View } from '../context.ts'
import { createControls } from '../controls/controls.ts'
import { createModeChoice } from '../controls/mode.ts'
import { element } from '../element.ts'
import { createCharts } from './charts.ts'
import { createClockReading } from './clock-reading.ts'
import './counters.css'
import './inspector/inspector.css'
import './ladder/ladder.css'
import { createCounters } from './counters.ts'
import { createInspector } from './inspector/inspector.ts'
import { createLadder } from './ladder/ladder.ts'
import { createSwitcher } from './switcher.ts'

/** Creates the Lab: what is seen, the controls, the ladders and their counters, then the inspector and the charts. */
export function createLabView(context: PageContext): View {
  const { store, text } = context
  const mode = createModeChoice(context)
  const switcher = createSwitcher(context)
  const panels = {
    mode,
    switcher,
    controls: createControls(context),
    clock: createClockReading(context),
    ladder: createLadder(context, [mode.element, switcher.element]),
    counters: createCounters(context),
    inspector: createInspector(context),
    charts: createCharts(context),
  } satisfies Readonly<Record<string, Panel>>
  const { controls, clock, ladder, counters, inspector, charts } = panels

  const lead = store.get().server === 'replay' ? 'controls.replayLead' : 'controls.lead'
  const made = element(
    'div',
    { class: 'lab' },
    element('h2', { class: 'visually-hidden' }, text('shell.lab')),
    element('p', { class: 'lead' }, text(lead)),
    controls.element,
    ladder.element,
    inspector.element,
    counters.element,
    clock.element,
    element('p', { class: 'note' }, text('lab.consoleNote')),
    charts.element,
  )
  return {
    element: made,
    show: () => context.sessions.start(),
    hide: () => context.sessions.stop(),
    destroy() {
      for (const panel of Object.values(panels)) panel.destroy()
    },
  }
}

import { liveFeedKinds } from '../../../bench/live/protocol.ts'
import type { PageContext, Panel } from '../context.ts'
import { element } from '../element.ts'
import { createHindranceLine, followHindrance } from '../hindrance.ts'
import { type Actions, createActions } from './actions.ts'
import { createChoice } from './choice.ts'
import { createNumberField } from './number-field.ts'
import type { NumberName } from './numbers.ts'
import { createToggle } from './toggle.ts'
import { toggles } from './toggles.ts'

/** Id of the line that says why controls are off. */
const offId = 'controls-off'

type Add = (panel: Panel) => HTMLElement

/** Creates the Lab's controls: feed and clients in one row, link and server in the other. */
export function createControls(context: PageContext): Panel {
  const { store, text } = context
  const wrong = element('div', { class: 'complaints' })
  const panels: Panel[] = []
  const add: Add = panel => {
    panels.push(panel)
    return panel.element
  }
  const number = (name: NumberName) => add(createNumberField(context, name, wrong))
  const actions = createActions(context)
  const feed = createFeedGroup(context, actions, add, number)
  const client = group(text('controls.client'), (['intervalMs', 'holdMs'] as const).map(number))
  const link = createLinkGroup(context, actions, add, number)
  const fold = element(
    'details',
    { class: 'fold' },
    element('summary', {}, text('controls.title')),
    add(createHindranceLine(context, offId)),
    element('div', { class: 'row' }, feed, client),
    link,
  )
  const ends = [
    openWhereWide(fold),
    followHindrance(store, offId, [feed, link]),
    // Poll and hold are the page's own, and hold without the lab; a recording has its own.
    followHindrance(store, offId, [client], 'replay'),
  ]
  return {
    element: element('section', { class: 'controls', 'aria-label': text('controls.title') }, fold, wrong),
    destroy() {
      for (const panel of panels) panel.destroy()
      for (const end of ends) end()
    },
  }
}

function createFeedGroup(
  context: PageContext,
  { publish }: Actions,
  add: Add,
  number: (name: NumberName) => HTMLElement,
): HTMLFieldSetElement {
  const { text } = context
  const kind = createChoice(context, {
    name: 'feed-kind',
    label: text('controls.kind'),
    words: liveFeedKinds,
    wordText: word => text(`controls.${word}`),
    of: ({ settings }) => settings.feed.kind,
    ask: word => ({ lab: { feed: { kind: word } } }),
  })
  const numbers = (['eventsPerSecond', 'payloadBytes', 'seed'] as const).map(number)
  return group(text('controls.feed'), [add(kind), publish, ...numbers])
}

function createLinkGroup(
  context: PageContext,
  { reset, restart }: Actions,
  add: Add,
  number: (name: NumberName) => HTMLElement,
): HTMLFieldSetElement {
  const { text } = context
  const toggle = (name: keyof typeof toggles) => add(createToggle(context, toggles[name](text)))
  return group(text('controls.link'), [
    ...(['rttMs', 'jitterMs', 'bandwidthBitsPerSecond', 'heartbeatMs'] as const).map(number),
    ...(['keepAlive', 'blackHole', 'proxy'] as const).map(toggle),
    reset,
    restart,
  ])
}

function group(legend: string, children: readonly HTMLElement[]): HTMLFieldSetElement {
  return element('fieldset', { class: 'group' }, element('legend', {}, legend), ...children)
}

/** On a narrow screen the controls begin folded, so that the ladders are in sight. */
function openWhereWide(fold: HTMLDetailsElement): () => void {
  const wide = matchMedia('(min-width: 60rem)')
  const render = () => {
    fold.open = wide.matches
  }
  render()
  wide.addEventListener('change', render)
  return () => wide.removeEventListener('change', render)
}

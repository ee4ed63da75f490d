import { liveFeedKinds } from '../../../bench/live/protocol.ts'
import type { PageContext, Panel } from '../context.ts'
import { element } from '../element.ts'
import { follow } from '../store.ts'
import { createActions } from './actions.ts'
import { createChoice } from './choice.ts'
import { createNumberField } from './number-field.ts'
import type { NumberName } from './numbers.ts'
import { createToggle } from './toggle.ts'
import { toggles } from './toggles.ts'

/** Creates the Lab's controls: feed and clients in one row, link and server in the other. */
export function createControls(context: PageContext): Panel {
  const { text, store } = context
  const wrong = element('div', { class: 'complaints' })
  const panels: Panel[] = []
  const add = (panel: Panel): HTMLElement => {
    panels.push(panel)
    return panel.element
  }
  const number = (name: NumberName) => add(createNumberField(context, name, wrong))
  const toggle = (name: keyof typeof toggles) => add(createToggle(context, toggles[name](text)))
  const kind = createChoice(context, {
    name: 'feed-kind',
    label: text('controls.kind'),
    words: liveFeedKinds,
    wordText: word => text(`controls.${word}`),
    of: ({ settings }) => settings.feed.kind,
    ask: word => ({ lab: { feed: { kind: word } } }),
  })
  const actions = createActions(context)

  const feed = group(text('controls.feed'), [
    add(kind),
    actions.publish,
    ...(['eventsPerSecond', 'payloadBytes', 'seed'] as const).map(number),
  ])
  const client = group(text('controls.client'), (['intervalMs', 'holdMs'] as const).map(number))
  const link = group(text('controls.link'), [
    ...(['rttMs', 'jitterMs', 'bandwidthBitsPerSecond', 'heartbeatMs'] as const).map(number),
    toggle('keepAlive'),
    toggle('blackHole'),
    toggle('proxy'),
    actions.reset,
    actions.restart,
  ])
  const summary = element('summary', {}, text('controls.title'))
  const fold = element(
    'details',
    { class: 'fold' },
    summary,
    element('div', { class: 'row' }, feed, client),
    link,
  )
  const ends = [
    openWhereWide(fold),
    follow(store, ({ lab, server }) => lab !== 'open' || server === 'replay', setDisabled),
  ]

  function setDisabled(disabled: boolean): void {
    for (const fieldset of [feed, link]) fieldset.disabled = disabled
  }

  return {
    element: element('section', { class: 'controls', 'aria-label': text('controls.title') }, fold, wrong),
    destroy() {
      for (const panel of panels) panel.destroy()
      for (const end of ends) end()
    },
  }
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

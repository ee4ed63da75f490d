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

/** What is wanted now and then. */
const restNames = [
  'jitterMs',
  'bandwidthBitsPerSecond',
  'heartbeatMs',
  'payloadBytes',
  'seed',
] as const satisfies readonly NumberName[]

type Add = (panel: Panel) => HTMLElement

/** Creates the Lab's controls: what a lesson turns in one row, what it breaks in the other, and the rest behind that. */
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
  const toggle = (name: keyof typeof toggles) => add(createToggle(context, toggles[name](text)))
  const feed = createFeedGroup(context, actions, add, number)
  const client = group(text('controls.client'), (['intervalMs', 'holdMs'] as const).map(number))
  const link = group(text('controls.link'), [number('rttMs')])
  const faults = createFaults(context, actions, toggle)
  const rest = group(text('controls.more'), [...restNames.map(number), toggle('keepAlive')])
  const fold = element(
    'details',
    { class: 'fold' },
    element('summary', {}, text('controls.title')),
    add(createHindranceLine(context, offId)),
    element('div', { class: 'row' }, feed, client, link),
    element(
      'div',
      { class: 'row' },
      element('span', { class: 'faults', 'aria-hidden': 'true' }, text('controls.breaks')),
      faults,
      element('details', { class: 'more' }, element('summary', {}, text('controls.more')), rest),
    ),
  )
  const ends = [
    openWhereWide(fold),
    followHindrance(store, offId, [feed, link, faults, rest]),
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
  return group(text('controls.feed'), [
    named(text('controls.kind'), add(kind)),
    publish,
    number('eventsPerSecond'),
  ])
}

function createFaults(
  { text }: PageContext,
  { reset, restart }: Actions,
  toggle: (name: keyof typeof toggles) => HTMLElement,
): HTMLFieldSetElement {
  return group(text('controls.breaks'), [toggle('blackHole'), toggle('proxy'), reset, restart])
}

/** A group whose name is for those who hear the page; for the eye the names of its members are enough. */
function group(name: string, children: readonly HTMLElement[]): HTMLFieldSetElement {
  return element(
    'fieldset',
    { class: 'group' },
    element('legend', { class: 'visually-hidden' }, name),
    ...children,
  )
}

/** A choice under its name, which it also says by itself. */
function named(name: string, choice: HTMLElement): HTMLElement {
  return element('div', { class: 'named' }, element('span', { 'aria-hidden': 'true' }, name), choice)
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

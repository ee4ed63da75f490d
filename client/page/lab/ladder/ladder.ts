import { transportNames } from '../../../../server/protocol.ts'
import type { PageContext, Panel } from '../../context.ts'
import { button, element } from '../../element.ts'
import { follow } from '../../store.ts'
import { nameKeys } from '../names.ts'
import { createCanvasPanel } from './canvas.ts'
import { createKey } from './key.ts'
import { createArrowTable } from './table.ts'
import { oneColumnBelowPx, spansSeconds, usualSpanSeconds } from './window.ts'

/** Creates the ladder: `tools` and the key above, the picture, and the same arrows as a table. */
export function createLadder(context: PageContext, tools: readonly HTMLElement[]): Panel {
  const { text, store } = context
  const canvas = createCanvasPanel(context)
  const table = createArrowTable(context)
  const tabs = createColumnTabs(context, canvas.showColumn)
  const details = element(
    'details',
    { class: 'ladder-table' },
    element('summary', {}, text('lab.ladderTable')),
  )
  details.addEventListener('toggle', () => {
    if (details.open) {
      details.append(table.element)
      table.start()
    } else table.stop()
  })
  const panel = element(
    'section',
    { class: 'ladder', 'aria-label': text('lab.ladder') },
    element(
      'div',
      { class: 'ladder-tools' },
      ...tools,
      tabs,
      createKey(text),
      createSpan(context, canvas.showSpan),
    ),
    canvas.element,
    details,
  )
  const sizes = new ResizeObserver(() => {
    tabs.hidden = panel.clientWidth >= oneColumnBelowPx || store.get().mode === 'one'
  })
  sizes.observe(panel)
  const end = follow(
    store,
    ({ mode }) => mode,
    mode => {
      tabs.hidden = panel.clientWidth >= oneColumnBelowPx || mode === 'one'
    },
  )
  return {
    element: panel,
    destroy() {
      end()
      sizes.disconnect()
      canvas.destroy()
      table.destroy()
    },
  }
}

function createColumnTabs({ text }: PageContext, show: (name: (typeof transportNames)[number]) => void) {
  const buttons = transportNames.map(name => {
    const made = button(
      text(nameKeys[name]),
      () => {
        for (const other of buttons) other.setAttribute('aria-pressed', String(other === made))
        show(name)
      },
      { 'aria-pressed': name === 'polling' ? 'true' : 'false' },
    )
    return made
  })
  return element(
    'div',
    { class: 'ladder-columns', role: 'group', 'aria-label': text('lab.ladderColumns') },
    ...buttons,
  )
}

function createSpan({ text }: PageContext, show: (spanMs: number) => void) {
  const options = spansSeconds.map(seconds =>
    element(
      'option',
      { value: seconds, selected: seconds === usualSpanSeconds },
      text('lab.ladderSeconds', { seconds }),
    ),
  )
  const select = element('select', {}, ...options)
  select.addEventListener('change', () => show(Number(select.value) * 1000))
  return element('label', { class: 'ladder-span' }, `${text('lab.ladderSpan')} `, select)
}

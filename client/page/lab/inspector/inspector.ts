import { byteCategories } from '../../../../bench/wire/books.ts'
import type { PageContext, Panel, TelemetryOf } from '../../context.ts'
import { button, element } from '../../element.ts'
import { follow } from '../../store.ts'
import { categoryKeys } from '../names.ts'
import { pictureOf } from '../picture.ts'
import { explanationOf } from './explanation.ts'
import { renderBytes, textToCopy } from './render-bytes.ts'
import { segmentsOf, sumsOf } from './segments.ts'

/** Creates the inspector: the bytes of the chosen arrow, asked for when it is chosen. */
export function createInspector(context: PageContext): Panel {
  const { store, telemetry, text } = context
  const picture = pictureOf(context)
  const body = element('div', { class: 'inspector-body' })
  const panel = element(
    'section',
    { class: 'inspector', 'aria-label': text('lab.inspector') },
    element('h3', {}, text('lab.inspector')),
    body,
  )
  const say = (words: string) => body.replaceChildren(element('p', {}, words))
  const ends = [
    follow(
      store,
      ({ chosen }) => chosen,
      chosen => {
        if (chosen === null) say(text('lab.inspectorNone'))
        else if (telemetry.send({ type: 'inspect', id: chosen })) say(text('lab.inspectorAsking'))
        else say(text('lab.inspectorGone'))
      },
    ),
    telemetry.on('bytes', bytes => {
      if (bytes.id !== store.get().chosen) return
      const message = picture().trace.message(bytes.id)
      if (message === undefined || bytes.runs.length === 0) say(text('lab.inspectorGone'))
      else {
        body.replaceChildren(...render(context, message, bytes))
        panel.scrollIntoView({ block: 'nearest' })
      }
    }),
  ]
  return {
    element: panel,
    destroy() {
      for (const end of ends) end()
    },
  }
}

function render(
  { text, store }: PageContext,
  message: TelemetryOf<'message'>,
  bytes: TelemetryOf<'bytes'>,
): HTMLElement[] {
  const segments = segmentsOf(bytes)
  const sums = sumsOf(segments)
  const total = byteCategories.reduce((sum, category) => sum + sums[category], 0)
  const said = (count: number) => count.toLocaleString(store.get().language)
  const way = text(message.way === 'up' ? 'lab.ladderUp' : 'lab.ladderDown')
  const legend = byteCategories.map(category =>
    element(
      'li',
      { class: `bytes-${category}` },
      text('lab.inspectorSum', { category: text(categoryKeys[category]), bytes: said(sums[category]) }),
    ),
  )
  return [
    element('p', {}, `${message.name || text('lab.inspectorChunk')} · ${way} · ${said(total)} B`),
    element('ul', { class: 'inspector-legend' }, ...legend),
    element('pre', { class: 'inspector-bytes', tabindex: 0 }, ...renderBytes(message.kind, segments)),
    ...explanationOf(text, message.kind, segments),
    copyButton(text, textToCopy(message.kind, segments)),
  ]
}

function copyButton(text: PageContext['text'], copied: string): HTMLElement {
  const said = element('span', { role: 'status' })
  const copy = button(text('lab.inspectorCopy'), () => {
    navigator.clipboard.writeText(copied).then(
      () => said.replaceChildren(text('lab.inspectorCopied')),
      () => said.replaceChildren(text('lab.inspectorCopyFailed')),
    )
  })
  return element('p', { class: 'inspector-copy' }, copy, ' ', said)
}

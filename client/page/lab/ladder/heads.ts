import { type TransportName, transportNames } from '../../../../server/protocol.ts'
import type { PageContext, Panel } from '../../context.ts'
import { element } from '../../element.ts'
import type { Text, TextKey } from '../../i18n.ts'
import { setText } from '../../set-text.ts'
import type { PageState } from '../../state.ts'
import type { TransportFigures } from '../figures.ts'
import { figuresOf } from '../figures-page.ts'
import { noFigure, significant } from '../numbers.ts'
import { durationText } from './message.ts'

/** Above the picture: each column's name, what its transport does, and what that has come to. */
export interface Heads extends Panel {
  /** Puts these columns' heads up, in their order. */
  show(columns: readonly TransportName[]): void
}

const updateEveryMs = 250

/** The name where it is first met, in both languages; and what the transport does, in a line. */
const says: Readonly<Record<TransportName, { readonly name: TextKey; readonly does: TextKey }>> = {
  polling: { name: 'lab.headPolling', does: 'lab.doesPolling' },
  'long-polling': { name: 'lab.headLongPolling', does: 'lab.doesLongPolling' },
  streaming: { name: 'lab.headStreaming', does: 'lab.doesStreaming' },
  sse: { name: 'lab.headSse', does: 'lab.doesSse' },
  websocket: { name: 'lab.headWebsocket', does: 'lab.doesWebsocket' },
}

/** Creates the heads of all columns; their figures are brought up to date 4 times a second, and stand still in a pause. */
export function createHeads(context: PageContext): Heads {
  const { store, text } = context
  const figures = figuresOf(context)
  const heads = new Map(transportNames.map(name => [name, createHead(name, text)]))
  const made = element('div', { class: 'ladder-heads' })

  function update(): void {
    if (!made.isConnected) return
    const state = store.get()
    const all = figures.read()
    for (const [name, head] of heads) if (head.element.isConnected) head.show(all[name], state)
  }
  const timer = setInterval(() => store.get().paused || update(), updateEveryMs)
  return {
    element: made,
    show(columns) {
      made.replaceChildren(...columns.flatMap(name => heads.get(name)?.element ?? []))
      made.style.setProperty('--columns', String(columns.length))
      update()
    },
    destroy: () => clearInterval(timer),
  }
}

function createHead(transport: TransportName, text: Text) {
  const does = element('p', {})
  const wait = createFigure(text('lab.headWait'), text('lab.headWaitHint'))
  const requests = createFigure(text('lab.headRequests'), text('lab.headRequestsHint'))
  const bytes = createFigure(text('lab.headEach'), text('lab.headEachHint'))
  return {
    element: element(
      'div',
      { class: 'ladder-head', 'data-transport': transport },
      element('h3', {}, text(says[transport].name)),
      does,
      element('dl', {}, wait.element, requests.element, bytes.element),
    ),
    show(figures: TransportFigures, { poll, language }: PageState) {
      setText(does, text(says[transport].does, { interval: intervalText(text, poll.intervalMs) }))
      wait.show(figures.p50Ms === null ? noFigure : durationText(figures.p50Ms))
      const { requests: sent, emptyShare, totalBytes } = figures
      const empty = Math.round((emptyShare ?? 0) * sent)
      requests.show(
        significant(sent, language),
        emptyShare === null ? '' : text('lab.headEmpty', { empty: significant(empty, language) }),
      )
      bytes.show(totalBytes === null ? noFigure : `${significant(totalBytes, language)} B`)
    },
  }
}

function createFigure(name: string, hint: string) {
  const value = element('span', {})
  const more = element('small', {})
  return {
    element: element('div', { title: hint }, element('dt', {}, name), element('dd', {}, value, ' ', more)),
    show(figure: string, besides = '') {
      setText(value, figure)
      setText(more, besides)
    },
  }
}

function intervalText(text: Text, intervalMs: number): string {
  return intervalMs < 1_000 ? `${intervalMs} ms` : text('lab.ladderSeconds', { seconds: intervalMs / 1_000 })
}

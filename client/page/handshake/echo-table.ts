import type { PageContext } from '../context.ts'
import { button, element } from '../element.ts'
import type { EchoRow } from './echo-log.ts'

/** Creates the log's table; `inspect` is called with a frame's id when its bits are asked for. */
export function createEchoTable(context: PageContext, inspect: (id: number) => void) {
  const body = element('tbody')
  const made = new WeakMap<EchoRow, HTMLElement>()
  let startMs = 0

  const elementOf = (row: EchoRow): HTMLElement => {
    if (row.kind === 'connecting') startMs = row.atMs
    const line = made.get(row) ?? logRow(context, row, startMs, inspect)
    made.set(row, line)
    return line
  }
  const show = (rows: readonly EchoRow[]) => {
    for (const [index, row] of rows.entries()) {
      const line = elementOf(row)
      const there = body.children[index]
      // What stays in its place keeps the focus.
      if (!there) body.append(line)
      else if (there !== line) there.replaceWith(line)
    }
    while (body.children.length > rows.length) body.lastElementChild?.remove()
  }
  return { element: logTable(context, body), show }
}

function logTable({ text }: PageContext, body: HTMLElement): HTMLElement {
  const headings = (['time', 'way', 'kind', 'size', 'content', 'frame'] as const).map(key =>
    element('th', { scope: 'col' }, text(`handshake.${key}`)),
  )
  const table = element(
    'table',
    { class: 'heads' },
    element('caption', {}, text('handshake.log')),
    element('thead', {}, element('tr', {}, ...headings)),
    body,
  )
  return element(
    'div',
    { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': text('handshake.log') },
    table,
  )
}

function logRow(
  { text }: PageContext,
  row: EchoRow,
  startMs: number,
  inspect: (id: number) => void,
): HTMLElement {
  const { frame } = row
  const look = frame === null ? [] : [button(text('handshake.bitsOf'), () => inspect(frame))]
  const ways = { up: 'handshake.up', down: 'handshake.down', none: 'handshake.event' } as const
  return element(
    'tr',
    {},
    element('td', {}, (row.atMs - startMs).toFixed(1)),
    element('td', {}, text(ways[row.way])),
    element('td', {}, text(`handshake.row-${row.kind}`)),
    element('td', {}, row.bytes === null ? '–' : String(row.bytes)),
    element('td', {}, element('code', {}, row.content)),
    element('td', {}, ...look),
  )
}

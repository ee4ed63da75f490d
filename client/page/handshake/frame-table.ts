import type { PageContext } from '../context.ts'
import { element } from '../element.ts'
import { type ReadFrame, readFrame } from './frame.ts'
import { type FrameField, frameFields, hexOf } from './frame-fields.ts'

/** How many payload bytes are shown, a row of them, and after how many the rest is only counted. */
const shownBytes = 24
const rowBytes = 8

/** Shows a frame's bytes field by field: bits, value and meaning, then the payload as it travels and as it is. */
export function frameTable(context: PageContext, caption: string, bytes: Uint8Array): HTMLElement {
  const { text } = context
  const frame = readFrame(bytes)
  if (!frame) return element('p', {}, `${caption}: `, element('code', {}, hexOf(bytes, ' ')))
  const row = ({ name, bits, value }: FrameField) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, text(`handshake.field-${name}`)),
      element('td', {}, element('code', {}, bits)),
      element('td', {}, element('code', {}, value)),
      element('td', {}, text(`handshake.field-${name}-meaning`)),
    )
  const headings = (['part', 'bits', 'value', 'meaning'] as const).map(key =>
    element('th', { scope: 'col' }, text(`handshake.${key}`)),
  )
  return element(
    'div',
    { class: 'frame' },
    element(
      'table',
      { class: 'heads' },
      element('caption', {}, caption),
      element('thead', {}, element('tr', {}, ...headings)),
      element('tbody', {}, ...frameFields(frame, bytes).map(row)),
    ),
    payload(context, frame, bytes),
  )
}

function payload({ text }: PageContext, frame: ReadFrame, bytes: Uint8Array): HTMLElement {
  const { headerBytes, payloadBytes, maskKey } = frame
  const shown = Math.min(shownBytes, frame.payload.length)
  const wire = bytes.subarray(headerBytes, headerBytes + shown)
  const plain = frame.payload.subarray(0, shown)
  const key = Uint8Array.from(wire, (_, index) => maskKey?.[index % 4] ?? 0)
  const line = (label: string, what: Uint8Array, from: number) =>
    element(
      'div',
      {},
      element('span', {}, label),
      element('code', {}, hexOf(what.subarray(from, from + rowBytes), ' ')),
    )
  const starts = Array.from({ length: Math.ceil(shown / rowBytes) }, (_, row) => row * rowBytes)
  // Without a mask there is one row after the other, of which the first says what they are.
  const groups = maskKey
    ? starts.map(from => [
        line(text('handshake.onTheWire'), wire, from),
        line(text('handshake.maskKey'), key, from),
        line(text('handshake.unmasked'), plain, from),
      ])
    : [starts.map(from => line(from === 0 ? text('handshake.onTheWire') : '', wire, from))]
  const total = headerBytes + payloadBytes
  const sum = text('handshake.frameSum', { header: headerBytes, payload: payloadBytes, total })
  const rest =
    payloadBytes > shown ? [element('p', {}, text('handshake.more', { bytes: payloadBytes - shown }))] : []
  return element(
    'div',
    {},
    element('p', {}, sum),
    ...groups.map(lines => element('div', { class: 'xor' }, ...lines)),
    ...rest,
  )
}

import type { TelemetryOf } from '../../context.ts'
import { element } from '../../element.ts'
import type { Text, TextKey } from '../../i18n.ts'
import { explainChunk, explainFrame, type frameFields } from './frame-bits.ts'
import { joined } from './render-bytes.ts'
import type { Segment } from './segments.ts'

type Kind = TelemetryOf<'message'>['kind']

const explain: { readonly [K in Kind]: (text: Text, bytes: Uint8Array) => HTMLElement[] } = {
  request: () => [],
  response: () => [],
  chunk: chunkExplained,
  frame: frameExplained,
  control: frameExplained,
}

/** A frame's fields are called what the handshake's view calls them. */
const fieldNames: Readonly<Record<(typeof frameFields)[number], TextKey>> = {
  fin: 'handshake.field-fin',
  rsv: 'handshake.field-rsv',
  opcode: 'handshake.field-opcode',
  masked: 'handshake.field-mask',
  length: 'handshake.field-length',
  longLength: 'handshake.field-extended',
  maskingKey: 'handshake.field-key',
}

/** What a message's framing says, field by field; nothing for one without. */
export function explanationOf(text: Text, kind: Kind, segments: readonly Segment[]): HTMLElement[] {
  return explain[kind](text, joined(segments))
}

function chunkExplained(text: Text, bytes: Uint8Array): HTMLElement[] {
  const chunk = explainChunk(bytes)
  if (chunk === null) return []
  return [element('p', {}, text('lab.inspectorChunkSize', { digits: chunk.digits, bytes: chunk.sizeBytes }))]
}

function frameExplained(text: Text, bytes: Uint8Array): HTMLElement[] {
  const frame = explainFrame(bytes)
  if (frame === null) return []
  const heads = [text('lab.inspectorField'), text('lab.inspectorBits'), text('lab.inspectorMeaning')]
  const rows = frame.fields.map(({ field, bits, value }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, text(fieldNames[field])),
      element('td', {}, element('code', {}, bits)),
      element('td', {}, text(`lab.frame_${field}`, { value })),
    ),
  )
  return [
    element(
      'table',
      { class: 'inspector-frame' },
      element('caption', {}, text('lab.inspectorFrame', { bytes: frame.headerBytes })),
      element('thead', {}, element('tr', {}, ...heads.map(head => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...rows),
    ),
  ]
}

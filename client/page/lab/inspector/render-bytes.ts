import type { TelemetryOf } from '../../context.ts'
import { element } from '../../element.ts'
import { escapeBytes, hexOf, textOf } from './escapes.ts'
import { explainFrame, unmask } from './frame-bits.ts'
import type { Segment } from './segments.ts'

type Kind = TelemetryOf<'message'>['kind']

/** A segment as it is shown: hexadecimal for what is binary, text for the rest. */
export interface ShownSegment {
  readonly segment: Segment
  readonly binary: boolean
  /** The bytes to show: without a frame's mask. */
  readonly plain: Uint8Array
}

const isFrame: Readonly<Record<Kind, boolean>> = {
  request: false,
  response: false,
  chunk: false,
  frame: true,
  control: true,
}

/** What of a message's segments is text: a frame's own bytes are not, and its payload is unmasked. */
export function shownSegments(kind: Kind, segments: readonly Segment[]): ShownSegment[] {
  if (!isFrame[kind]) return segments.map(segment => ({ segment, binary: false, plain: segment.bytes }))
  const header = explainFrame(joined(segments))
  const mask = header?.mask ?? new Uint8Array()
  const headerBytes = header?.headerBytes ?? 0
  return segments.map(segment => {
    const binary = segment.category === 'framing'
    const plain = binary ? segment.bytes : unmask(segment.bytes, mask, segment.from - headerBytes)
    return { segment, binary, plain }
  })
}

/** All bytes of the segments that were kept. */
export function joined(segments: readonly Segment[]): Uint8Array {
  const all = new Uint8Array(segments.reduce((sum, { bytes }) => sum + bytes.length, 0))
  let at = 0
  for (const { bytes } of segments) {
    all.set(bytes, at)
    at += bytes.length
  }
  return all
}

/** The bytes as marked text, a category's mark on each stretch. */
export function renderBytes(kind: Kind, segments: readonly Segment[]): HTMLElement[] {
  return shownSegments(kind, segments).map(({ segment, binary, plain }) => {
    const cut = plain.length < segment.lengthBytes ? ' …' : ''
    const pieces = binary
      ? [hexOf(plain)]
      : escapeBytes(plain).map(({ text, escaped }) =>
          escaped ? element('span', { class: 'bytes-escape' }, text) : text,
        )
    return element('span', { class: `bytes-${segment.category}` }, ...pieces, cut)
  })
}

/** The bytes as they are shown, to copy. */
export function textToCopy(kind: Kind, segments: readonly Segment[]): string {
  return shownSegments(kind, segments)
    .map(({ binary, plain }) => (binary ? hexOf(plain) : textOf(escapeBytes(plain))))
    .join(isFrame[kind] ? ' ' : '')
}

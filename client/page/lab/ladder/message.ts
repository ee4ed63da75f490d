import type { CategoryBytes } from '../../../../bench/live/protocol.ts'
import type { TelemetryOf } from '../../context.ts'
import type { ArrowKind } from './shapes.ts'
import type { LadderWords } from './view.ts'

/** One message of the trace. */
export type Message = TelemetryOf<'message'>

type Kind = Message['kind']

const kinds: { readonly [K in Kind]: (message: Message) => ArrowKind } = {
  request: ({ transport, name }) => {
    if (transport === 'websocket') return 'handshake'
    return name.startsWith('POST') ? 'publish' : 'request'
  },
  response: ({ status, empty, events }) => {
    if (status === 101) return 'handshake'
    if (empty) return 'empty'
    return events > 0 ? 'delivery' : 'answer'
  },
  chunk: ({ events }) => (events > 0 ? 'delivery' : 'note'),
  frame: ({ events, way }) => {
    if (way === 'up') return 'publish'
    return events > 0 ? 'delivery' : 'note'
  },
  control: () => 'control',
}

/** The kind of arrow that a message is. */
export function arrowKindOf(message: Message): ArrowKind {
  return kinds[message.kind](message)
}

/** When a message's last byte had come to its receiver; null while it has not, or never. */
export function arrivedMsOf({ endMs, toMs }: Message): number | null {
  return endMs ?? toMs
}

/** All bytes of a message. */
export function bytesOf({ head, framing, envelope, payload }: CategoryBytes): number {
  return head + framing + envelope + payload
}

/** `215 B`, `1.4 kB`, `2.0 MB`: bytes for a label. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1e6) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1e6).toFixed(1)} MB`
}

/** `48 ms`, `1.2 s`: a duration for a label. */
export function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

/** What parts the pieces of a label. */
export const dot = ' · '

const shortNames: { readonly [K in Kind]: (message: Message, words: LadderWords) => string } = {
  request: ({ name }) => name.slice(0, name.indexOf(' ') === -1 ? undefined : name.indexOf(' ')),
  response: ({ status, name, empty }, words) => `${status ?? name}${empty ? ` ${words.empty}` : ''}`,
  chunk: () => '',
  frame: ({ way, name }, { publish }) => (way === 'up' && name === 'text' ? publish : ''),
  control: ({ name }) => name,
}

/** A message in a few words: its method, status or control frame, how many events beyond one, its size. */
export function shortText(message: Message, words: LadderWords): string {
  const name = shortNames[message.kind](message, words)
  if (message.kind === 'control') return name
  const events = message.events > 1 ? words.events(message.events) : ''
  return [name, events, bytesText(bytesOf(message.bytes))].filter(Boolean).join(dot)
}

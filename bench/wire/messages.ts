import type { Way } from './books.ts'

/** The kinds of message on a connection: heads, chunks, and frames with data and control frames. */
export type MessageKind = 'request' | 'response' | 'chunk' | 'frame' | 'control'

/** One message, told as soon as its size is known. */
export interface WireMessage {
  readonly way: Way
  readonly kind: MessageKind
  /** The method and target, the status and reason, or the frame's opcode in a word; empty for a chunk. */
  readonly name: string
  /** Bytes of the head, of the chunk's data, or of the frame with its header. */
  readonly bytes: number
}

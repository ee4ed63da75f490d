/** The four kinds of byte that a transport moves, and their sum; every byte of a connection is in exactly one. */
export const byteCategories = ['head', 'framing', 'envelope', 'payload'] as const

/** One of the four kinds of byte. */
export type ByteCategory = (typeof byteCategories)[number]

/**
 * Bytes of one direction: `head` is HTTP heads (the WebSocket handshake among them), `framing` chunk sizes and
 * frame headers and whole control frames, `payload` event records and published JSON, `envelope` the rest of a body.
 * `total` is what the sockets carried, counted apart from the four.
 */
export type Direction = Record<ByteCategory | 'total', number>

/** Bytes of TCP payload, client to server and server to client. */
export interface Books {
  readonly up: Direction
  readonly down: Direction
}

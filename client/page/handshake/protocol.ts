/** What the handshake server sends amiss, and `none`; each name is also its path, `/handshake/NAME`. */
export const faultNames = [
  'none',
  'wrong-accept',
  'no-accept',
  'set-websocket-accept',
  'unasked-subprotocol',
  'status-200',
  'no-upgrade',
  'wrong-connection',
  'hixie-frames',
  'masked-frame',
  'reserved-bit',
  'bad-utf8',
  'fragmented',
  'close-4000',
  'close-without-code',
  'reset',
] as const

/** One of the ways in which the handshake server answers. */
export type FaultName = (typeof faultNames)[number]

/** Where a fault lies: in the response's head, or in what answers the client's first message. */
export const faultStages: Readonly<Record<FaultName, 'none' | 'head' | 'frames'>> = {
  none: 'none',
  'wrong-accept': 'head',
  'no-accept': 'head',
  'set-websocket-accept': 'head',
  'unasked-subprotocol': 'head',
  'status-200': 'head',
  'no-upgrade': 'head',
  'wrong-connection': 'head',
  'hixie-frames': 'frames',
  'masked-frame': 'frames',
  'reserved-bit': 'frames',
  'bad-utf8': 'frames',
  fragmented: 'frames',
  'close-4000': 'frames',
  'close-without-code': 'frames',
  reset: 'frames',
}

/** The subprotocol that the handshake server knows, and takes when it is offered (RFC 6455 section 1.9). */
export const labSubprotocol = 'lab.v1'

/** The subprotocol that it claims unasked. */
export const unaskedSubprotocol = 'chat.v2'

/** The RFC 6455 close reason of `close-4000`. */
export const closeReason = 'the lesson is over'

/** Bytes that passed after the heads, one write down or one whole frame up; the first 512 of them are kept. */
export interface TranscriptBytes {
  readonly way: 'up' | 'down'
  /** After the connection was accepted. */
  readonly atMs: number
  /** As lower-case hexadecimal digits. */
  readonly hex: string
  /** How many there were. */
  readonly bytes: number
}

/** How a connection ended: an orderly TCP close begun by either side, or a TCP reset by either. */
export type TranscriptEnd = 'client-end' | 'server-end' | 'client-reset' | 'server-reset'

/** What `GET /transcript?id=ID` answers: all that a connection to `/handshake/NAME?id=ID` carried; null when there was none. */
export interface Transcript {
  readonly id: string
  readonly fault: FaultName
  /** The request's head as it came, one character a byte (Latin-1). */
  readonly request: string
  /** The response's head as it was sent. */
  readonly response: string
  /** What an honest server would have answered to the same request. */
  readonly right: string
  readonly frames: readonly TranscriptBytes[]
  /** Frames that came after the last that is kept. */
  readonly framesLeftOut: number
  /** Null while the connection is open. */
  readonly end: { readonly how: TranscriptEnd; readonly atMs: number } | null
}

/** What `GET /streams` answers: how many streams are open, and their numbers. */
export interface OpenStreams {
  readonly open: number
  readonly streams: readonly number[]
}

import { type Books, type ByteCategory, emptyBooks, type Way } from '../books.ts'

/** Bytes whose category is known because the test wrote them so. */
export type Tagged = readonly [category: ByteCategory, bytes: Uint8Array]

/** Bytes on their way. */
export type Piece = readonly [way: Way, ...tagged: Tagged]

const encoder = new TextEncoder()

/** A body in which what stands between « and » is payload, and the rest envelope. */
export function body(text: string): Tagged[] {
  return text
    .split(/[«»]/)
    .map((part, index): Tagged => [index % 2 === 0 ? 'envelope' : 'payload', encoder.encode(part)])
}

/** How many bytes the pieces of a body have. */
function lengthOf(tagged: readonly Tagged[]): number {
  return tagged.reduce((sum, [, bytes]) => sum + bytes.length, 0)
}

/** The bytes `from` to `to` of a body, as pieces. */
function sliceOf(tagged: readonly Tagged[], from: number, to: number): Tagged[] {
  let start = 0
  return tagged.map(([category, bytes]): Tagged => {
    const part = bytes.subarray(Math.max(0, from - start), Math.max(0, to - start))
    start += bytes.length
    return [category, part]
  })
}

function send(way: Way, tagged: readonly Tagged[]): Piece[] {
  return tagged.map(([category, bytes]): Piece => [way, category, bytes])
}

const text = (category: ByteCategory, value: string): Tagged => [category, encoder.encode(value)]

/** A head, given as its lines without the blank one. */
export function head(way: Way, ...lines: string[]): Piece[] {
  return send(way, [
    text(
      'head',
      lines
        .map(line => `${line}\r\n`)
        .join('')
        .concat('\r\n'),
    ),
  ])
}

/** Any bytes of a known category. */
export function raw(way: Way, category: ByteCategory, value: string): Piece[] {
  return send(way, [text(category, value)])
}

/** A request without a body. */
export function get(target: string): Piece[] {
  return head('up', `GET ${target} HTTP/1.1`, 'Host: 127.0.0.1')
}

/** A response, or with `way` up and a request line a request, whose body has a Content-Length. */
export function sized(way: Way, startLine: string, tagged: readonly Tagged[]): Piece[] {
  return [...head(way, startLine, `Content-Length: ${lengthOf(tagged)}`), ...send(way, tagged)]
}

/** A body that ends when the connection does. */
export function untilClose(startLine: string, tagged: readonly Tagged[]): Piece[] {
  return [...head('down', startLine, 'Connection: close'), ...send('down', tagged)]
}

/** A body in chunks of the given sizes, the last of which is repeated; `extension` stands behind each size. */
export function chunks(
  way: Way,
  tagged: readonly Tagged[],
  sizes: readonly number[],
  extension = '',
): Piece[] {
  const all = lengthOf(tagged)
  const pieces: Tagged[] = []
  for (let from = 0, index = 0; from < all; index += 1) {
    const to = Math.min(all, from + (sizes[index] ?? sizes.at(-1)!))
    pieces.push(text('framing', `${(to - from).toString(16)}${extension}\r\n`))
    pieces.push(...sliceOf(tagged, from, to), text('framing', '\r\n'))
    from = to
  }
  return send(way, pieces)
}

/** The last chunk, and the trailer section. */
export function lastChunk(way: Way, ...trailers: string[]): Piece[] {
  return raw(way, 'framing', ['0', ...trailers, '', ''].join('\r\n'))
}

/** What a frame may be besides a final text frame. */
export interface FrameOptions {
  readonly opcode?: number
  readonly final?: boolean
  /** How many bytes the extended length has; the fewest if not given. */
  readonly lengthBytes?: 0 | 2 | 8
}

function fewestLengthBytes(length: number): 0 | 2 | 8 {
  if (length <= 125) return 0
  return length <= 65_535 ? 2 : 8
}

const mask = [0xde, 0xad, 0x7b, 0x22]

/** One WebSocket frame, masked if it goes up; control frames are framing whatever their payload is tagged. */
export function frame(way: Way, tagged: readonly Tagged[], options: FrameOptions = {}): Piece[] {
  const { opcode = 1, final = true } = options
  const length = lengthOf(tagged)
  const lengthBytes = options.lengthBytes ?? fewestLengthBytes(length)
  const short = { 0: length, 2: 126, 8: 127 }[lengthBytes]
  const extended = length
    .toString(16)
    .padStart(lengthBytes * 2, '0')
    .slice(0, lengthBytes * 2)
  const header = [opcode + (final ? 128 : 0), short + (way === 'up' ? 128 : 0)]
  header.push(...(extended.match(/../g) ?? []).map(digits => Number.parseInt(digits, 16)))
  if (way === 'up') header.push(...mask)
  let offset = 0
  const payload = tagged.map(([category, bytes]): Tagged => {
    const sent = bytes.map(byte => (way === 'up' ? byte ^ mask[offset++ % 4]! : byte))
    return [opcode >= 8 ? 'framing' : category, sent]
  })
  return send(way, [['framing', Uint8Array.from(header)], ...payload])
}

/** A WebSocket opening handshake that succeeds. */
export function handshake(target: string, protocol = 'websocket'): Piece[] {
  return [
    ...head('up', `GET ${target} HTTP/1.1`, 'Connection: Upgrade', `Upgrade: ${protocol}`),
    ...head('down', 'HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'),
  ]
}

/** The books that the tags add up to. */
export function taggedBooks(pieces: readonly Piece[]): Books {
  const books = emptyBooks()
  for (const [way, category, bytes] of pieces) {
    books[way][category] += bytes.length
    books[way].total += bytes.length
  }
  return books
}

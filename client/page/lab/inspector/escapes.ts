/** A piece of text: as it is, or an escape that stands for bytes which can't be shown. */
export interface Piece {
  readonly text: string
  readonly escaped: boolean
}

const named: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' }

const hex = (byte: number) => byte.toString(16).padStart(2, '0')

/** Bytes as UTF-8 text; line ends are shown and kept, other controls and what is not UTF-8 are `\xNN`. */
export function escapeBytes(bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = []
  let plain = ''
  const escaped = (text: string) => {
    if (plain) pieces.push({ text: plain, escaped: false })
    pieces.push({ text, escaped: true })
    plain = ''
  }
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] as number
    const character = byte < 128 ? String.fromCharCode(byte) : multibyte(bytes, at)
    if (named[byte] !== undefined) escaped(named[byte])
    else if (byte < 32 || byte === 127 || character === null) escaped(`\\x${hex(byte)}`)
    else plain += character
    if (byte === 10) plain += '\n'
    at += character === null ? 1 : new TextEncoder().encode(character).length
  }
  if (plain) pieces.push({ text: plain, escaped: false })
  return pieces
}

/** The lengths that UTF-8 has for characters beyond ASCII (RFC 3629 section 3). */
const lengths = [2, 3, 4] as const

function multibyte(bytes: Uint8Array, at: number): string | null {
  for (const length of lengths) {
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        bytes.subarray(at, at + length),
      )
      return at + length <= bytes.length ? text : null
    } catch {
      // Not this length: the decoder has no other way to say so.
    }
  }
  return null
}

/** Bytes as `81 7e 00 7e`. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, hex).join(' ')
}

/** The pieces as one text, to copy. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('')
}

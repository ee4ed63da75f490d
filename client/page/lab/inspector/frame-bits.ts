/** The fields of a WebSocket frame's header, in wire order. */
export const frameFields = ['fin', 'rsv', 'opcode', 'masked', 'length', 'longLength', 'maskingKey'] as const

/** One field as it is on the wire. */
export interface FrameField {
  readonly field: (typeof frameFields)[number]
  /** Its bits as 0 and 1; bytes in hexadecimal where it is longer than a byte. */
  readonly bits: string
  readonly value: string
}

const opcodes: Readonly<Record<number, string>> = {
  0: 'continuation',
  1: 'text',
  2: 'binary',
  8: 'close',
  9: 'ping',
  10: 'pong',
}

const longLengths: Readonly<Record<number, number>> = { 126: 2, 127: 8 }

const bits = (value: number, count: number) => value.toString(2).padStart(count, '0')
const hex = (bytes: Uint8Array) => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(' ')

/** A frame's header, field by field (RFC 6455 section 5.2), and its masking key; null where the bytes are too few. */
export function explainFrame(
  frame: Uint8Array,
): { fields: FrameField[]; headerBytes: number; mask: Uint8Array } | null {
  const [first, second] = frame
  if (first === undefined || second === undefined) return null
  const short = second & 127
  const maskAt = 2 + (longLengths[short] ?? 0)
  const headerBytes = maskAt + (second & 128 ? 4 : 0)
  if (frame.length < headerBytes) return null
  const long = frame.subarray(2, maskAt)
  const mask = frame.subarray(maskAt, headerBytes)
  const opcode = first & 15
  const fields: FrameField[] = [
    { field: 'fin', bits: bits(first >> 7, 1), value: String(first >> 7) },
    { field: 'rsv', bits: bits((first >> 4) & 7, 3), value: String((first >> 4) & 7) },
    { field: 'opcode', bits: bits(opcode, 4), value: `${opcode} ${opcodes[opcode] ?? '?'}` },
    { field: 'masked', bits: bits(second >> 7, 1), value: String(second >> 7) },
    { field: 'length', bits: bits(short, 7), value: String(short) },
  ]
  if (long.length > 0) fields.push({ field: 'longLength', bits: hex(long), value: String(numberOf(long)) })
  if (mask.length > 0) fields.push({ field: 'maskingKey', bits: hex(mask), value: '' })
  return { fields, headerBytes, mask }
}

function numberOf(bytes: Uint8Array): number {
  let value = 0
  for (const byte of bytes) value = value * 256 + byte
  return value
}

/** What a masked payload says (RFC 6455 section 5.3); `offset` is its place in the payload. */
export function unmask(bytes: Uint8Array, mask: Uint8Array, offset = 0): Uint8Array {
  return bytes.map((byte, at) => byte ^ (mask[(at + offset) & 3] ?? 0))
}

/** The size that a chunk's first line gives (RFC 9112 section 7.1): its digits and the bytes; null where there is none. */
export function explainChunk(chunk: Uint8Array): { digits: string; sizeBytes: number } | null {
  const line = String.fromCharCode(...chunk.subarray(0, 20))
  const digits = /^([0-9a-f]{1,13})[ \t]*[;\r]/i.exec(line)?.[1]
  return digits === undefined ? null : { digits, sizeBytes: Number.parseInt(digits, 16) }
}

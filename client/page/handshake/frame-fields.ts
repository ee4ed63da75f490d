import type { ReadFrame } from './frame.ts'

/** What the opcodes are called (RFC 6455 section 11.8). */
const opcodeNames: Readonly<Record<number, string>> = {
  0: 'continuation',
  1: 'text',
  2: 'binary',
  8: 'close',
  9: 'ping',
  10: 'pong',
}

/** An opcode in a word; `reserved` for one that nothing defines. */
export function opcodeName(opcode: number): string {
  return opcodeNames[opcode] ?? 'reserved'
}

/** The fields of a frame's header, in wire order (RFC 6455 section 5.2). */
export const frameFieldNames = ['fin', 'rsv', 'opcode', 'mask', 'length', 'extended', 'key'] as const

/** One of the fields of a frame's header. */
export type FrameFieldName = (typeof frameFieldNames)[number]

/** A header field as it is shown. */
export interface FrameField {
  readonly name: FrameFieldName
  /** Its bits in wire order, in groups of at most 8. */
  readonly bits: string
  /** What they say: a number, or a word and a number. */
  readonly value: string
}

/** The header fields of a frame whose bytes these are; `extended` and `key` only where the frame has them. */
export function frameFields(frame: ReadFrame, bytes: Uint8Array): FrameField[] {
  const second = bytes[1]!
  const keyFrom = frame.headerBytes - (frame.maskKey ? 4 : 0)
  const fields: FrameField[] = [
    { name: 'fin', bits: frame.final ? '1' : '0', value: frame.final ? '1' : '0' },
    { name: 'rsv', bits: binary(frame.reserved, 3), value: String(frame.reserved) },
    {
      name: 'opcode',
      bits: binary(frame.opcode, 4),
      value: `0x${frame.opcode.toString(16).toUpperCase()} ${opcodeName(frame.opcode)}`,
    },
    { name: 'mask', bits: frame.maskKey ? '1' : '0', value: frame.maskKey ? '1' : '0' },
    { name: 'length', bits: binary(second & 127, 7), value: String(second & 127) },
  ]
  if (frame.lengthForm !== 7) {
    fields.push({
      name: 'extended',
      bits: bytesInBits(bytes.subarray(2, keyFrom)),
      value: String(frame.payloadBytes),
    })
  }
  if (frame.maskKey) {
    fields.push({ name: 'key', bits: bytesInBits(frame.maskKey), value: hexOf(frame.maskKey, ' ') })
  }
  return fields
}

const binary = (value: number, digits: number) => value.toString(2).padStart(digits, '0')
const bytesInBits = (bytes: Uint8Array) => Array.from(bytes, byte => binary(byte, 8)).join(' ')

/** Bytes as lower-case hexadecimal digits, two a byte. */
export function hexOf(bytes: Uint8Array, between = ''): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(between)
}

/** The bytes of hexadecimal digits, white space aside; undefined for anything else. */
export function bytesOfHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  const digits = text.replace(/\s+/g, '')
  if (!/^([0-9a-f]{2})*$/i.test(digits)) return undefined
  return Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
}

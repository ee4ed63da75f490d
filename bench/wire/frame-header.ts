const opcodes: Readonly<Record<number, string>> = {
  0: 'continuation',
  1: 'text',
  2: 'binary',
  8: 'close',
  9: 'ping',
  10: 'pong',
}

/** The header of a WebSocket frame (RFC 6455 section 5.2). */
export interface FrameHeader {
  readonly opcode: number
  /** The opcode in a word. */
  readonly name: string
  readonly final: boolean
  readonly control: boolean
  /** Four bytes, or none where the frame is not masked. */
  readonly mask: Uint8Array
  readonly headerBytes: number
  readonly payloadBytes: number
}

/** The most bytes that a frame header has. */
export const maxHeaderBytes = 14

const longLengthBytes: Readonly<Record<number, number>> = { 126: 2, 127: 8 }

/** How many bytes a header has whose second byte is `second`. */
export function frameHeaderBytes(second: number): number {
  return 2 + (longLengthBytes[second & 127] ?? 0) + (second & 128 ? 4 : 0)
}

/** What decides whether a header's byte may stand where it does. */
interface HeaderPlace {
  readonly index: number
  readonly first: number
  /** Whether a message is open, which the frame has to continue. */
  readonly continues: boolean
  readonly masked: boolean
}

/** Why `byte` cannot stand there, or undefined (RFC 6455 sections 5.1, 5.2 and 5.5). */
export function headerFault(
  byte: number,
  { index, first, continues, masked }: HeaderPlace,
): string | undefined {
  if (index === 0) return firstByteFault(byte, continues)
  if (index > 1) return undefined
  if (byte >= 128 !== masked) return masked ? 'a client frame is not masked' : 'a server frame is masked'
  return (first & 15) >= 8 && (byte & 127) > 125 ? 'a control frame is longer than 125 bytes' : undefined
}

function firstByteFault(byte: number, continues: boolean): string | undefined {
  const opcode = byte & 15
  if (byte & 112) return 'a frame has reserved bits set, and no extension is understood'
  if (opcodes[opcode] === undefined) return `a frame has opcode ${opcode}, which nothing defines`
  if (opcode >= 8) return byte & 128 ? undefined : 'a control frame is fragmented'
  if (opcode === 0) return continues ? undefined : 'a continuation frame continues no message'
  return continues ? 'a message begins inside another' : undefined
}

/** Reads a whole header; a length past 2^53 comes out inexact. */
export function readFrameHeader(header: Uint8Array): FrameHeader {
  const second = header[1]!
  const headerBytes = frameHeaderBytes(second)
  const maskFrom = second & 128 ? headerBytes - 4 : headerBytes
  let payloadBytes = maskFrom === 2 ? second & 127 : 0
  for (let at = 2; at < maskFrom; at += 1) payloadBytes = payloadBytes * 256 + header[at]!
  const opcode = header[0]! & 15
  return {
    opcode,
    name: opcodes[opcode]!,
    final: header[0]! >= 128,
    control: opcode >= 8,
    mask: header.slice(maskFrom, headerBytes),
    headerBytes,
    payloadBytes,
  }
}

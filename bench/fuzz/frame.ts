/** Opcodes of RFC 6455 section 5.2. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** How a frame differs from a whole, masked text. */
interface FrameOptions {
  readonly opcode?: number
  readonly fin?: boolean
}

/** A client's frame, masked with a key of four bytes (RFC 6455 section 5.2). */
export function maskedFrame(
  payload: string | Buffer,
  key: Buffer,
  { opcode = opcodes.text, fin = true }: FrameOptions = {},
): Buffer {
  const bytes = Buffer.from(payload)
  const masked = bytes.map((byte, index) => byte ^ key[index % 4]!)
  return Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | opcode]), lengthOf(bytes.length), key, masked])
}

/** The second byte of a header and what follows it up to the key, for a length that 32 bits hold. */
function lengthOf(payloadBytes: number): Buffer {
  if (payloadBytes <= 125) return Buffer.from([0x80 | payloadBytes])
  const extended = Buffer.alloc(payloadBytes <= 65_535 ? 3 : 9)
  if (payloadBytes <= 65_535) {
    extended[0] = 0x80 | 126
    extended.writeUInt16BE(payloadBytes, 1)
  } else {
    extended[0] = 0x80 | 127
    extended.writeUInt32BE(payloadBytes, 5)
  }
  return extended
}

/** The payload of a close frame (RFC 6455 section 5.5.1). */
export function closePayload(code: number, reason = ''): Buffer {
  return Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)])
}

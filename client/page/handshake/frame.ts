/** A WebSocket frame in parts (RFC 6455 section 5.2). */
export interface Frame {
  readonly final: boolean
  /** RSV1, RSV2 and RSV3 as the number 0 to 7; RSV1 is 4. */
  readonly reserved: number
  /** 0 to 15. */
  readonly opcode: number
  /** Four bytes, or null for a frame that is not masked. */
  readonly maskKey: Uint8Array | null
  /** As the application has it, unmasked. */
  readonly payload: Uint8Array
}

/** How a payload's length is written: in 7 bits, in 16 more, or in 64 more. */
export type LengthForm = 7 | 16 | 64

/** A frame as it was read off a wire. */
export interface ReadFrame extends Frame {
  readonly lengthForm: LengthForm
  readonly headerBytes: number
  /** The length that the header gives; the payload is shorter where the bytes were cut. */
  readonly payloadBytes: number
}

/** The shortest form for a length, the only one allowed (RFC 6455 section 5.2, "Payload length"). */
export function lengthFormOf(payloadBytes: number): LengthForm {
  if (payloadBytes <= 125) return 7
  return payloadBytes <= 65_535 ? 16 : 64
}

const extraBytes: Readonly<Record<LengthForm, number>> = { 7: 0, 16: 2, 64: 8 }

/** Writes a frame as the wire has it. Whatever its parts say is written: a fault is made with it too. */
export function encodeFrame({ final, reserved, opcode, maskKey, payload }: Frame): Uint8Array<ArrayBuffer> {
  const form = lengthFormOf(payload.length)
  const headerBytes = 2 + extraBytes[form] + (maskKey ? 4 : 0)
  const bytes = new Uint8Array(headerBytes + payload.length)
  const view = new DataView(bytes.buffer)
  bytes[0] = (final ? 128 : 0) | (reserved << 4) | opcode
  bytes[1] = (maskKey ? 128 : 0) | (form === 7 ? payload.length : form === 16 ? 126 : 127)
  if (form === 16) view.setUint16(2, payload.length)
  if (form === 64) view.setBigUint64(2, BigInt(payload.length))
  if (maskKey) bytes.set(maskKey, headerBytes - 4)
  bytes.set(maskKey ? applyMask(payload, maskKey) : payload, headerBytes)
  return bytes
}

/** XORs byte i with byte i mod 4 of the key; done twice it gives back what was there (RFC 6455 section 5.3). */
export function applyMask(bytes: Uint8Array, maskKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes, (byte, index) => byte ^ maskKey[index % 4]!)
}

/** Reads the frame at the start of some bytes; undefined while its header is not whole. Its payload may be cut. */
export function readFrame(bytes: Uint8Array): ReadFrame | undefined {
  const [first, second] = bytes
  if (first === undefined || second === undefined) return undefined
  const lengthForm: LengthForm = (second & 127) === 127 ? 64 : (second & 127) === 126 ? 16 : 7
  const maskFrom = 2 + extraBytes[lengthForm]
  const headerBytes = maskFrom + (second & 128 ? 4 : 0)
  if (bytes.length < headerBytes) return undefined
  let payloadBytes = lengthForm === 7 ? second & 127 : 0
  for (let at = 2; at < maskFrom; at += 1) payloadBytes = payloadBytes * 256 + bytes[at]!
  const maskKey = second & 128 ? bytes.slice(maskFrom, headerBytes) : null
  const carried = bytes.subarray(headerBytes, headerBytes + payloadBytes)
  return {
    final: first >= 128,
    reserved: (first >> 4) & 7,
    opcode: first & 15,
    maskKey,
    payload: maskKey ? applyMask(carried, maskKey) : carried.slice(),
    lengthForm,
    headerBytes,
    payloadBytes,
  }
}

/** The payload of a close frame: the code in two bytes, then the reason (RFC 6455 section 5.5.1). */
export function closePayload(code: number, reason = ''): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(code >> 8, code & 255, ...new TextEncoder().encode(reason))
}

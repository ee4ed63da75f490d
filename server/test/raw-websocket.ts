import { handshake, openRaw, type RawResponse } from './raw-connection.ts'

/** One frame as it stood on the wire (RFC 6455 section 5.2). */
export interface RawFrame {
  readonly opcode: number
  readonly fin: boolean
  readonly payload: Buffer
}

/** Opcodes of RFC 6455 section 5.2. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** How a frame differs from a whole, masked text. */
export interface FrameOptions {
  readonly opcode?: number
  readonly fin?: boolean
  readonly masked?: boolean
}

/** A WebSocket on which a test writes and reads frame by frame. */
export interface RawWebSocket {
  readonly answer: RawResponse
  send(payload: string | Buffer, options?: FrameOptions): void
  /** Any bytes. */
  sendBytes(bytes: Buffer): void
  /** The next frame but the server's pings. */
  frame(): Promise<RawFrame>
  /** The next frame, whatever it is. */
  anyFrame(): Promise<RawFrame>
  /** The JSON of the next text message. */
  message(): Promise<unknown>
  /** The close code that comes next. */
  closeCode(): Promise<number>
  rest(): Promise<Buffer>
  pause(): void
  resume(): void
  end(): void
  destroy(): void
}

/** Opens a WebSocket by hand; throws when the server does not switch. */
export async function openRawWebSocket(
  port: number,
  path = '/websocket',
  fields: readonly string[] = [],
): Promise<RawWebSocket> {
  const raw = openRaw(port)
  raw.send(handshake(path, fields))
  const answer = await raw.head()
  if (answer.status !== 101) throw new Error(`the handshake was answered ${answer.status}`)

  async function anyFrame(): Promise<RawFrame> {
    const [first = 0, second = 0] = await raw.bytes(2)
    const short = second & 0x7f
    let payloadBytes = short
    if (short === 126) payloadBytes = (await raw.bytes(2)).readUInt16BE()
    if (short === 127) payloadBytes = Number((await raw.bytes(8)).readBigUInt64BE())
    return { opcode: first & 0x0f, fin: (first & 0x80) !== 0, payload: await raw.bytes(payloadBytes) }
  }

  async function frame(): Promise<RawFrame> {
    const next = await anyFrame()
    return next.opcode === opcodes.ping ? frame() : next
  }

  async function take(opcode: number): Promise<Buffer> {
    const next = await frame()
    if (next.opcode !== opcode || !next.fin) throw new Error(`got opcode ${next.opcode}: ${next.payload}`)
    return next.payload
  }

  return {
    ...raw,
    answer,
    send: (payload, options) => raw.send(clientFrame(payload, options)),
    sendBytes: raw.send,
    frame,
    anyFrame,
    message: async () => JSON.parse((await take(opcodes.text)).toString()),
    closeCode: async () => (await take(opcodes.close)).readUInt16BE(),
  }
}

/** A client's frame: masked, unless a test says otherwise. */
export function clientFrame(
  payload: string | Buffer,
  { opcode = opcodes.text, fin = true, masked = true }: FrameOptions = {},
): Buffer {
  const bytes = Buffer.from(payload)
  const mask = Buffer.from([0x12, 0x34, 0x56, 0x78])
  const flags = (fin ? 0x80 : 0) | opcode
  const maskBit = masked ? 0x80 : 0
  const header =
    bytes.length <= 125
      ? Buffer.from([flags, maskBit | bytes.length])
      : bytes.length <= 65_535
        ? Buffer.from([flags, maskBit | 126, bytes.length >> 8, bytes.length & 0xff])
        : Buffer.from([flags, maskBit | 127, 0, 0, 0, 0, ...uint32(bytes.length)])
  if (!masked) return Buffer.concat([header, bytes])
  return Buffer.concat([header, mask, bytes.map((byte, index) => byte ^ mask[index % 4]!)])
}

function uint32(value: number): number[] {
  return [24, 16, 8, 0].map(shift => (value >>> shift) & 0xff)
}

/** The payload of a close frame. */
export function closePayload(code: number, reason = ''): Buffer {
  return Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)])
}

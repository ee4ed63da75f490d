import { closePayload, encodeFrame, type Frame } from '../../../client/page/handshake/frame.ts'
import { closeReason, type FaultName } from '../../../client/page/handshake/protocol.ts'

/** What answers a client's first message: bytes to write one after the other, or a TCP reset. */
export type Script = (text: string) => readonly Uint8Array[] | 'reset'

const utf8 = (text: string) => new TextEncoder().encode(text)

function frame(opcode: number, payload: Uint8Array, change: Partial<Frame> = {}): Uint8Array {
  return encodeFrame({ final: true, reserved: 0, opcode, maskKey: null, payload, ...change })
}

const textFrame = (text: string) => frame(1, utf8(text))
const answer: Script = text => [textFrame(`${text}/answer`)]

/** A server's mask, which RFC 6455 section 5.1 forbids. */
const serverMask = Uint8Array.of(0x11, 0x22, 0x33, 0x44)

/** `caf` and the first of the two bytes of é: UTF-8 that stops within a character. */
const cutUtf8 = Uint8Array.of(0x63, 0x61, 0x66, 0xc3)

/** What each fault answers; those of the head answer like `none`, should a client put up with them. */
export const scripts: Readonly<Record<FaultName, Script>> = {
  none: answer,
  'wrong-accept': answer,
  'no-accept': answer,
  'set-websocket-accept': answer,
  'unasked-subprotocol': answer,
  'status-200': answer,
  'no-upgrade': answer,
  'wrong-connection': answer,
  'hixie-frames': text => [Uint8Array.of(0x00, ...utf8(`${text}/answer`), 0xff)],
  'masked-frame': text => [frame(1, utf8(`${text}/answer`), { maskKey: serverMask })],
  'reserved-bit': text => [frame(1, utf8(`${text}/answer`), { reserved: 4 })],
  'bad-utf8': () => [frame(1, cutUtf8)],
  // A control frame may stand between two fragments (RFC 6455 section 5.4).
  fragmented: text => [
    frame(1, utf8(text), { final: false }),
    frame(9, utf8('still there?')),
    frame(0, utf8('/ans'), { final: false }),
    frame(0, utf8('wer')),
  ],
  'close-4000': () => [frame(8, closePayload(4000, closeReason))],
  'close-without-code': () => [frame(8, new Uint8Array())],
  reset: () => 'reset',
}

/** The answer to a client's close frame: the same code, or none for none (RFC 6455 section 5.5.1). */
export function closeAnswer(payload: Uint8Array): Uint8Array {
  return frame(8, payload.slice(0, 2))
}

/** The answer to a ping: its payload (RFC 6455 section 5.5.3). */
export function pongFrame(payload: Uint8Array): Uint8Array {
  return frame(10, payload)
}

import type { TelemetryOf } from '../context.ts'
import { readFrame } from '../handshake/frame.ts'
import { arrivedMsOf } from '../lab/ladder/message.ts'
import type { HarWebSocketMessage } from './har-types.ts'

type Message = TelemetryOf<'message'>

/** The opcode of a text frame, all that the feed sends (RFC 6455 section 5.2). */
const textOpcode = 1

/** The frames of a WebSocket in their order; one whose bytes are no longer kept has no data. */
export function webSocketMessages(
  parts: readonly Message[],
  {
    bytes,
    toUnixMs,
  }: { readonly bytes: ReadonlyMap<number, Uint8Array>; readonly toUnixMs: (hostMs: number) => number },
): readonly HarWebSocketMessage[] {
  return parts
    .filter(({ kind }) => kind === 'frame' || kind === 'control')
    .map(message => {
      const { way, id, fromMs } = message
      const known = bytes.get(id)
      const frame = known ? readFrame(known) : undefined
      const atMs = way === 'up' ? fromMs : (arrivedMsOf(message) ?? fromMs)
      return {
        type: way === 'up' ? 'send' : 'receive',
        time: toUnixMs(atMs) / 1_000,
        opcode: frame?.opcode ?? opcodes[message.name] ?? textOpcode,
        data: frame ? dataOf(frame.opcode, frame.payload) : '',
      }
    })
}

/** Opcodes by the names that telemetry gives frames. */
const opcodes: Readonly<Record<string, number>> = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 }

function dataOf(opcode: number, payload: Uint8Array): string {
  return opcode === textOpcode ? new TextDecoder().decode(payload) : btoa(String.fromCharCode(...payload))
}

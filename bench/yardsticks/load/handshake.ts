import { randomBytes } from 'node:crypto'
import { subprotocol } from '../../../server/protocol.ts'

/** The fields of an opening handshake (RFC 6455 section 4.1), without Host. */
export function handshakeFields(): string[] {
  const key = randomBytes(16).toString('base64')
  return [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
    `Sec-WebSocket-Protocol: ${subprotocol}`,
  ]
}

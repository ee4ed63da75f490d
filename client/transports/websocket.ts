import { subprotocol } from '../../server/protocol.ts'
import { feedUrl } from '../feed-url.ts'
import { readMessage } from '../message.ts'
import { session } from '../session.ts'
import { type Transport, TransportError } from '../transport.ts'

/**
 * WebSocket: one HTTP request turns the connection into a channel of messages in both directions (RFC 6455).
 * After the handshake a message costs a frame header, and no heads.
 */
export const websocket: Transport = session(async function* (options) {
  const { environment, signal } = options
  const channel = await environment.openWebSocket(feedUrl('websocket', options), subprotocol, signal)

  for await (const text of channel.messages) yield readMessage(text)

  throw new TransportError('closed', 'the server closed the WebSocket', { status: 1_000 })
})

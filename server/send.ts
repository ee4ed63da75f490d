import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

/** Sends on a channel; a client that does not read what it asked for is not read either until it does. */
export function send(channel: WebSocket, socket: Duplex, message: string | Buffer): void {
  channel.send(message)
  if (!socket.writableNeedDrain || channel.isPaused) return
  channel.pause()
  socket.once('drain', () => channel.resume())
}

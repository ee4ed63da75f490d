import type { Duplex } from 'node:stream'

/** How long a client may go on sending after its last answer, in milliseconds. */
export const lingerMs = 2_000

const lingering = new WeakSet<Duplex>()

/** Whether a connection was answered for the last time and only waits for the client's end. */
export function isLingering(socket: Duplex): boolean {
  return lingering.has(socket)
}

/**
 * Ends the server's side behind its last answer, and leaves the other to the client, who is cut off after a while:
 * closing on unread bytes would reset the answer away, so whoever reads the socket goes on (RFC 9112 section 9.6).
 */
export function endLingering(socket: Duplex): void {
  lingering.add(socket)
  const timer = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(timer))
  socket.end()
}

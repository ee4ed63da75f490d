import type { Duplex } from 'node:stream'

/** How long a client may go on sending after its last answer, in milliseconds. */
export const lingerMs = 2_000

const last = new WeakSet<Duplex>()

/** Notes that a connection has its last answer: requests behind it are not taken (RFC 9112 section 9.6). */
export function markLastAnswer(socket: Duplex): void {
  last.add(socket)
}

/** Whether a connection has its last answer, sent or on its way. */
export function hasLastAnswer(socket: Duplex): boolean {
  return last.has(socket)
}

/**
 * Ends the server's side behind its last answer, and leaves the other to the client, who is cut off after a while:
 * closing on unread bytes would reset the answer away, so whoever reads the socket goes on (RFC 9112 section 9.6).
 */
export function endLingering(socket: Duplex): void {
  markLastAnswer(socket)
  const timer = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(timer))
  socket.end()
}

/** How long a socket that nobody wants any more may take to open: more than the two round trips of a handshake. */
const openingMs = 2_000
const connecting = 0

/**
 * Closes a page's WebSocket with 1000. One that is still connecting is let open first, for 2 s: a close before that is
 * a warning in the browser's console.
 */
export function closeOnceOpen(socket: Pick<WebSocket, 'readyState' | 'close' | 'addEventListener'>): void {
  const close = () => socket.close(1_000)
  if (socket.readyState !== connecting) {
    close()
    return
  }
  const timer = setTimeout(close, openingMs)
  socket.addEventListener('open', close)
  socket.addEventListener('close', () => clearTimeout(timer))
}

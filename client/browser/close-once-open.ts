/** How long a socket that nobody wants any more may take to open: more than the two round trips of a handshake. */
const openingMs = 2_000
const connecting = 0

/** Sockets that nobody wants any more, but that are let open: the host, and when they are gone. */
const leaving = new Set<{ readonly host: string; readonly gone: Promise<void> }>()

type Leaving = Pick<WebSocket, 'url' | 'readyState' | 'close' | 'addEventListener'>

/**
 * Closes a page's WebSocket with 1000. One that is still connecting is let open first, for 2 s: a close before that is
 * a warning in the browser's console.
 */
export function closeOnceOpen(socket: Leaving): void {
  const close = () => socket.close(1_000)
  if (socket.readyState !== connecting) {
    close()
    return
  }
  const timer = setTimeout(close, openingMs)
  socket.addEventListener('open', close)
  const gone = new Promise<void>(resolve => socket.addEventListener('close', () => resolve()))
  const entry = { host: new URL(socket.url).host, gone }
  leaving.add(entry)
  gone.then(() => {
    clearTimeout(timer)
    leaving.delete(entry)
  })
}

/**
 * Waits until no such socket to a host is left; rejects with the signal's reason. A browser lets one socket at a time
 * connect to a host (RFC 6455 section 4.1), so a new one would only stand in the queue, where it cannot be let go.
 */
export async function untilNoneLeaves(host: string, signal: AbortSignal): Promise<void> {
  const others = [...leaving].filter(each => each.host === host)
  await new Promise<void>((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
    Promise.all(others.map(({ gone }) => gone)).then(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    })
  })
}

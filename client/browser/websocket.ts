import { closeError } from '../close-error.ts'
import { createQueue } from '../queue.ts'
import { TransportError, type WebSocketChannel } from '../transport.ts'
import { closeOnceOpen, untilNoneLeaves } from './close-once-open.ts'

/**
 * Opens a page's WebSocket. A page is not told why a handshake was refused (WHATWG WebSockets section 4, fail the
 * connection), so that is `network`. A page's WebSocket cannot pause: what its reader has not taken stays in memory.
 */
export async function openWebSocket(
  { WebSocket }: Pick<typeof globalThis, 'WebSocket'>,
  url: URL,
  protocol: string,
  signal: AbortSignal,
): Promise<WebSocketChannel> {
  await untilNoneLeaves(url.host, signal)
  signal.throwIfAborted()
  return await new Promise((resolve, reject) => {
    const socket = new WebSocket(webSocketUrl(url), protocol)
    const messages = createQueue<string>({ close: () => socket.close(1_000) })
    const abort = () => {
      reject(signal.reason)
      messages.fail(signal.reason)
      closeOnceOpen(socket)
    }
    signal.addEventListener('abort', abort)
    socket.addEventListener('open', () =>
      resolve({ messages, send: text => socket.send(text), close: (code = 1_000) => socket.close(code) }),
    )
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') messages.push(data)
      else messages.fail(new TransportError('protocol', 'the server sent a binary message'))
    })
    socket.addEventListener('close', ({ code, reason }) => {
      signal.removeEventListener('abort', abort)
      const error = closeError(code, reason)
      reject(error)
      if (code === 1_000) messages.end()
      else messages.fail(error)
    })
  })
}

function webSocketUrl(url: URL): URL {
  const address = new URL(url)
  address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return address
}

import type { NetConnectOpts, Socket } from 'node:net'
import { type ClientOptions, WebSocket } from 'ws'
import { closeError } from '../close-error.ts'
import type { Fields } from '../heads.ts'
import { answerError } from '../problem.ts'
import { createQueue, type Queue } from '../queue.ts'
import { TransportError, type WebSocketChannel } from '../transport.ts'
import { answerOf, networkError } from './request.ts'

/** How long a closing handshake may take before the connection is destroyed, in milliseconds. */
const closeTimeoutMs = 1_000

/** Opens a WebSocket. An abort closes it with 1000; before it is open, that destroys its connection. */
export function openWebSocket(
  url: URL,
  protocol: string,
  signal: AbortSignal,
  { connect, fields }: { connect: (options: NetConnectOpts) => Socket; fields: Fields },
): Promise<WebSocketChannel> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = new WebSocket(url, protocol, clientOptions(connect, fields))
    const messages = messagesOf(socket)
    const abort = () => {
      reject(signal.reason)
      messages.fail(signal.reason)
      // Not yet open, this destroys the connection.
      socket.close(1_000)
    }
    signal.addEventListener('abort', abort)
    socket.on('open', () =>
      resolve({ messages, send: text => socket.send(text), close: (code = 1_000) => socket.close(code) }),
    )
    socket.on('error', error => reject(networkError(error)))
    socket.on('close', () => signal.removeEventListener('abort', abort))
    socket.on('unexpected-response', (request, response) => {
      answerError(answerOf(response, request, signal))
        .then(reject, reject)
        .finally(() => socket.terminate())
    })
  })
}

function clientOptions(connect: (options: NetConnectOpts) => Socket, fields: Fields): ClientOptions {
  const options: ClientOptions & { closeTimeout: number } = {
    perMessageDeflate: false,
    closeTimeout: closeTimeoutMs,
    headers: Object.fromEntries(fields),
    // The request's options have a path, which would be a pipe's to a socket.
    createConnection: (({ host, port }: { host: string; port: number }) =>
      connect({ host, port })) as NonNullable<ClientOptions['createConnection']>,
  }
  return options
}

function messagesOf(socket: WebSocket): Queue<string> {
  let cause: Error | undefined
  const messages = createQueue<string>({
    sizeOf: text => text.length,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.close(1_000),
  })
  socket.on('message', (data, isBinary) => {
    if (!isBinary) messages.push(data.toString())
    else {
      messages.fail(new TransportError('protocol', 'the server sent a binary message'))
      socket.close(1_003)
    }
  })
  socket.on('error', error => {
    cause = error
  })
  socket.on('close', (code, reason) => {
    if (code === 1_000) messages.end()
    else messages.fail(closeError(code, reason.toString(), cause))
  })
  return messages
}

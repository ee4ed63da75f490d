import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import { endLingering, lingerMs } from './linger.ts'
import type { OriginPolicy } from './origin.ts'
import { answerError, ProblemError, quoted } from './problem.ts'
import { subprotocol } from './protocol.ts'

/** Completes an opening handshake and hands over the channel. Throws a ProblemError when the request is not one. */
export type WebSocketAcceptor = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  onOpen: (channel: WebSocket) => void,
) => void

/** An acceptor that checks the handshake (RFC 6455 section 4.2.1) and its Origin, and offers `feed.v1`. */
export function createAcceptor(origins: OriginPolicy, maxPayloadBytes: number): WebSocketAcceptor {
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: maxPayloadBytes,
    closeTimeout: lingerMs,
    handleProtocols: offered => (offered.has(subprotocol) ? subprotocol : false),
  }
  const server = new WebSocketServer(options)
  server.on('wsClientError', (error, socket, request) => {
    answerUpgrade(request, socket as Socket, new ProblemError(400, error.message, { cause: error }))
  })
  return (request, socket, head, onOpen) => {
    checkHandshake(request)
    if (!origins.allows(request)) {
      const detail = `Origin ${quoted(request.headers.origin)} may not open a WebSocket here`
      throw new ProblemError(403, detail, { field: 'Origin' })
    }
    server.handleUpgrade(request, socket, head, channel => {
      // Pongs that a client does not read must not pile up; RFC 6455 section 5.5.3 lets them be left out.
      channel.on('ping', data => {
        if (!socket.writableNeedDrain) channel.pong(data)
      })
      onOpen(channel)
    })
  }
}

function checkHandshake({ method, headers, httpVersion }: IncomingMessage): void {
  if (httpVersion !== '1.1') {
    throw new ProblemError(400, `a WebSocket handshake is HTTP/1.1, got HTTP/${httpVersion}`, {
      field: 'target',
    })
  }
  if (method !== 'GET') {
    throw new ProblemError(405, `a WebSocket handshake is a GET, got ${method}`, {
      field: 'method',
      headers: { Allow: 'GET' },
    })
  }
  const version = headers['sec-websocket-version']
  if (version !== '13') {
    throw new ProblemError(426, `Sec-WebSocket-Version must be 13, got ${quoted(version ?? null)}`, {
      field: 'Sec-WebSocket-Version',
      headers: upgradeRequired,
    })
  }
  const key = headers['sec-websocket-key']
  if (!key || !/^[+/0-9A-Za-z]{22}==$/.test(key)) {
    throw new ProblemError(400, `Sec-WebSocket-Key must be 16 bytes in base64, got ${quoted(key ?? null)}`, {
      field: 'Sec-WebSocket-Key',
    })
  }
}

/** The fields of a 426, after which the connection closes (RFC 9110 section 7.8, RFC 6455 section 4.4). */
export const upgradeRequired = {
  Connection: 'close, Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
}

/** Refuses a plain request on a WebSocket path. */
export function refuseWithoutUpgrade(): never {
  throw new ProblemError(426, 'this path speaks WebSocket: send Upgrade: websocket', {
    field: 'Upgrade',
    headers: upgradeRequired,
  })
}

/** Answers an upgrade request as an ordinary one, and closes: its parser is gone, so nothing can follow. */
export function responseForUpgrade(request: IncomingMessage, socket: Socket): ServerResponse {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  // Nobody else reads it, and what is not read hides the client's end.
  socket.resume().once('end', () => socket.end())
  response.once('finish', () => endLingering(socket))
  return response
}

/** Answers an upgrade request with what a handler threw. */
export function answerUpgrade(request: IncomingMessage, socket: Socket, error: unknown): void {
  answerError(responseForUpgrade(request, socket), error)
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { trackConnections } from './connections.ts'
import type { Handler, ServerContext, UpgradeHandler } from './context.ts'
import type { AppOptions } from './options.ts'
import { answerError, ProblemError, problemDocument } from './problem.ts'
import { pathOf } from './request.ts'
import { answerUpgrade, responseForUpgrade } from './upgrade.ts'

/** A feed behind HTTP, not listening yet. */
export interface App {
  readonly server: Server
  /** Listens and resolves to the port; port 0 picks one. Rejects when the address can't be had. */
  listen(port: number, host: string): Promise<number>
  /** Ends gracefully: held polls answer, streams end, WebSockets close with 1001; what lingers is cut off. */
  end(): Promise<void>
}

/** How long a client may take over a request, and how often that is looked at, in milliseconds. */
const requestLimits = { headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 }
/** Room for a burst of connects: the kernel drops what does not fit (bounded by net.core.somaxconn). */
const backlog = 4_096
const endGraceMs = 2_000

/** Puts a handler and the upgrades by path behind an HTTP server with limits. */
export function listenable(
  context: ServerContext,
  options: AppOptions,
  handle: Handler,
  upgrades: ReadonlyMap<string, UpgradeHandler>,
): App {
  const server = createServer({
    ...requestLimits,
    keepAliveTimeout: options.keepAliveTimeoutMs,
    noDelay: true,
  })
  const connections = trackConnections(server, options.maxConnections)

  server.on('request', (request, response) => {
    if (!options.keepAlive || ending) response.shouldKeepAlive = false
    try {
      connections.checkLimit(request.socket)
      handle(request, response)
    } catch (error) {
      answerError(response, error)
    }
  })
  server.on('upgrade', (request, socket, head) => upgrade(request, socket as Socket, head))
  server.on('clientError', answerUnreadable)
  let ending = false

  function upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    // Until ws takes it over, a reset by the peer must find a listener.
    socket.on('error', () => socket.destroy())
    const take = upgrades.get(pathOf(request.url!))
    try {
      connections.checkLimit(socket)
      if (take && request.headers.upgrade?.toLowerCase() === 'websocket') take(request, socket, head)
      else handle(request, responseForUpgrade(request, socket))
    } catch (error) {
      answerUpgrade(request, socket, error)
    }
  }

  async function end(): Promise<void> {
    ending = true
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    for (const endSubscription of [...context.open]) endSubscription()
    server.closeIdleConnections()
    const cutOff = setTimeout(connections.destroyAll, endGraceMs)
    await closed
    clearTimeout(cutOff)
  }

  return { server, listen: (port, host) => listen(server, port, host), end }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

const unreadable: Readonly<Record<string, readonly [status: number, line: string]>> = {
  HPE_HEADER_OVERFLOW: [431, '431 Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, '408 Request Timeout'],
}

/** Answers bytes that are no HTTP request, or half of one, and closes (RFC 9112 section 9.6). */
function answerUnreadable(error: NodeJS.ErrnoException, stream: NodeJS.WritableStream): void {
  const socket = stream as Socket
  // Node keeps the response under way here; bytes behind its head would belong to its body.
  const { _httpMessage: underWay } = socket as Socket & { _httpMessage?: ServerResponse }
  if (error.code === 'ECONNRESET' || !socket.writable || underWay?.headersSent) {
    socket.destroy()
    return
  }
  const [status, line] = unreadable[error.code ?? ''] ?? [400, '400 Bad Request']
  const document = problemDocument(
    new ProblemError(status, `the request could not be read: ${error.message}`),
  )
  const body = `${JSON.stringify(document)}\n`
  socket.end(
    `HTTP/1.1 ${line}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

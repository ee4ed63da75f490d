import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { trackConnections } from './connections.ts'
import type { Handler, ServerContext, UpgradeHandler } from './context.ts'
import type { AppOptions } from './options.ts'
import { answerError, ProblemError, quoted } from './problem.ts'
import { checkHead } from './request.ts'
import { answerUnreadable } from './unreadable.ts'
import { createUpgradeListener } from './upgrade-listener.ts'

/** A feed behind HTTP, not listening yet. */
export interface App {
  readonly server: Server
  /** Listens and resolves to the port; port 0 picks one. Rejects when the address can't be had. */
  listen(port: number, host: string): Promise<number>
  /** Ends gracefully: held polls answer, streams end, WebSockets close with 1001; what lingers is cut off. */
  end(): Promise<void>
}

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
  const server = createServer(serverOptionsOf(options))
  const connections = trackConnections(server, options.maxConnections)
  const check = (request: IncomingMessage) => {
    connections.checkLimit(request.socket)
    checkHead(request)
  }
  let ending = false

  server.on('request', (request, response) => {
    if (!options.keepAlive || ending) response.shouldKeepAlive = false
    try {
      check(request)
      handle(request, response)
    } catch (error) {
      answerError(response, error, context.origins.corsHeaders(request))
    }
  })
  server.on('checkExpectation', refuseExpectation)
  server.on('upgrade', createUpgradeListener(check, handle, upgrades))
  server.on('clientError', answerUnreadable)

  async function end(): Promise<void> {
    ending = true
    // What was appended in this turn wakes its followers at the end of it; they must still be there.
    await Promise.resolve()
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    for (const endSubscription of [...context.open]) endSubscription()
    server.closeIdleConnections()
    const cutOff = setTimeout(connections.destroyAll, endGraceMs)
    await closed
    clearTimeout(cutOff)
  }

  return { server, listen: (port, host) => listen(server, port, host), end }
}

function serverOptionsOf({ requestLimits, keepAliveTimeoutMs }: AppOptions): ServerOptions {
  return {
    headersTimeout: requestLimits.headMs,
    requestTimeout: requestLimits.wholeMs,
    connectionsCheckingInterval: requestLimits.checkEveryMs,
    // Node would refuse without a word; `checkHead` says what is missing.
    requireHostHeader: false,
    keepAliveTimeout: keepAliveTimeoutMs,
    noDelay: true,
  }
}

/** Refuses what Node would refuse without a word (RFC 9110 section 10.1.1). */
function refuseExpectation(request: IncomingMessage, response: ServerResponse): void {
  const detail = `Expect may be 100-continue, got ${quoted(request.headers.expect)}`
  answerError(response, new ProblemError(417, detail, { field: 'Expect' }))
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

import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { trackConnections } from './connections.ts'
import type { Handler, ServerContext, UpgradeHandler } from './context.ts'
import { checkHead, maxFields } from './head.ts'
import { hasLastAnswer } from './linger.ts'
import type { AppOptions } from './options.ts'
import { checkPipeline } from './pipeline.ts'
import { answerError, ProblemError, quoted } from './problem.ts'
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
  // Without a limit of our own Node drops the fields beyond its own, and the request would mean something else.
  server.maxHeadersCount = maxFields + 1
  const connections = trackConnections(server, options.maxConnections)
  const check = (request: IncomingMessage) => {
    connections.checkLimit(request.socket)
    checkHead(request)
  }
  let ending = false

  const answerBy = (answer: Handler): Handler => {
    return (request, response) => {
      // Behind a last answer nobody is told what became of a request, so nothing may (RFC 9112 section 9.6).
      if (hasLastAnswer(request.socket)) return
      if (!options.keepAlive || ending) response.shouldKeepAlive = false
      try {
        check(request)
        checkPipeline(request, response)
        answer(request, response)
      } catch (error) {
        answerError(response, error, context.origins.corsHeaders(request))
      }
    }
  }
  const takeOver = createUpgradeListener(check, handle, upgrades)

  server.on('request', answerBy(handle))
  // Who reads the body sends the 100 (Continue), so that what is refused is refused at once.
  server.on('checkContinue', answerBy(handle))
  server.on('checkExpectation', answerBy(refuseExpectation))
  server.on('upgrade', takeOver)
  server.on('connect', takeOver)
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
function refuseExpectation({ headers }: IncomingMessage): never {
  throw new ProblemError(417, `Expect may be 100-continue, got ${quoted(headers.expect)}`, {
    field: 'Expect',
  })
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

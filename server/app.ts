import express, { type Express } from 'express'
import type { Handler, ServerContext, UpgradeHandler } from './context.ts'
import { echo } from './echo.ts'
import type { Feed } from './feed.ts'
import { health } from './health.ts'
import { type App, listenable } from './listen.ts'
import { byMethod } from './method.ts'
import type { AppOptions } from './options.ts'
import { createOriginPolicy } from './origin.ts'
import { answerError, answerProblem, ProblemError, quoted } from './problem.ts'
import { publish } from './publish.ts'
import { pathOf } from './request.ts'
import { longPolling } from './transports/long-polling.ts'
import { polling } from './transports/polling.ts'
import { sse } from './transports/sse.ts'
import { streaming } from './transports/streaming.ts'
import { websocket } from './transports/websocket.ts'
import { createAcceptor, refuseWithoutUpgrade } from './upgrade.ts'

/** The whole server: every path of the contract, its feed found ahead of express or mounted in it. */
export function createApp(feed: Feed, options: AppOptions): App {
  const origins = createOriginPolicy(options.allowedOrigins)
  const context: ServerContext = {
    feed,
    settings: options,
    origins,
    subscribers: { polling: 0, 'long-polling': 0, streaming: 0, sse: 0, websocket: 0 },
    open: new Set(),
  }
  const accept = createAcceptor(origins, options.maxPayloadBytes)
  const handlers = new Map<string, Handler>([
    ['/polling', byMethod({ GET: polling(context) }, origins)],
    ['/long-polling', byMethod({ GET: longPolling(context) }, origins)],
    ['/streaming', byMethod({ GET: streaming(context) }, origins)],
    ['/sse', byMethod({ GET: sse(context) }, origins)],
    ['/websocket', byMethod({ GET: refuseWithoutUpgrade }, origins)],
    ['/events', byMethod({ POST: publish(context) }, origins)],
    ['/echo', byMethod({ GET: refuseWithoutUpgrade }, origins)],
  ])
  const upgrades = new Map<string, UpgradeHandler>([
    ['/websocket', websocket(context, accept)],
    ['/echo', echo(context, accept)],
  ])

  const rest = createRest(context, options.mount === 'express' ? handlers : new Map())
  const ahead: ReadonlyMap<string, Handler> = options.mount === 'node' ? handlers : new Map()
  const handle: Handler = (request, response) => (ahead.get(pathOf(request.url!)) ?? rest)(request, response)
  return listenable(context, options, handle, upgrades)
}

/** Express answers what is not the feed, and with `--mount express` the feed as well. */
function createRest(context: ServerContext, handlers: ReadonlyMap<string, Handler>): Express {
  const app = express()
  app.disable('x-powered-by')
  // Paths are what they are on either mount.
  app.enable('case sensitive routing').enable('strict routing')
  for (const [path, handler] of handlers) app.all(path, handler)
  app.all('/health', byMethod({ GET: health(context) }, context.origins))
  app.use((request, response) => {
    const missing = new ProblemError(404, `there is nothing at ${quoted(request.path)}`, { field: 'path' })
    answerProblem(response, missing, context.origins.corsHeaders(request))
  })
  const onError: express.ErrorRequestHandler = (error, _request, response, _next) =>
    answerError(response, error)
  return app.use(onError)
}

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express'
import type { LivePorts } from './protocol.ts'
import { createResultsList } from './results.ts'

/** What the page's server shows. */
export interface PageServerOptions {
  /** The built page. */
  readonly pageDirectory: string
  /** Where the bench writes its runs. */
  readonly resultsDirectory: string
  readonly ports: () => LivePorts
  /** What answers below `/seats`. */
  readonly seats: RequestHandler
}

const hosts = ['localhost', '127.0.0.1']

/** Origins under which this host's browser may open the page. */
export function originsOf(port: number): readonly string[] {
  return hosts.map(host => `http://${host}:${port}`)
}

/** What the page may load and whom it may ask: itself, and the lab's own ports. */
function contentSecurityPolicy({ page, link, handshake }: LivePorts): string {
  const sockets = (port: number) => hosts.map(host => `ws://${host}:${port}`)
  const asked = [link, handshake].flatMap(port => [...originsOf(port), ...sockets(port)])
  return [
    "default-src 'self'",
    `connect-src 'self' ${[...sockets(page), ...asked].join(' ')}`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Isolation, without which a page's clock is coarse, and what else keeps a page to itself. */
function securityHeaders(ports: LivePorts): Readonly<Record<string, string>> {
  return {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Content-Security-Policy': contentSecurityPolicy(ports),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  }
}

/** Names with a hash of what is in them never change; all else is asked for again. */
function cacheControl(response: Response, path: string): void {
  const isHashed = /[\\/]assets[\\/][^\\/]+-[\w-]{8,}\.\w+$/.test(path)
  response.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
}

/** The page, the bench's runs, and nothing else. */
export function createPageServer(options: PageServerOptions): Express {
  const { pageDirectory, resultsDirectory, ports, seats } = options
  const app = express()
  const listResults = createResultsList(resultsDirectory)
  app.disable('x-powered-by')
  app.use((_request, response, next) => {
    response.set(securityHeaders(ports()))
    next()
  })
  app.use(onlyOwnPage(ports))
  app.use('/seats', seats)
  app.get('/results/index.json', async (_request, response) => {
    response.set('Cache-Control', 'no-cache').json(await listResults())
  })
  app.get('/results/:name/report.json', (request, response, next) => {
    response.set('Cache-Control', 'no-cache')
    response.sendFile(
      join(request.params.name, 'report.json'),
      { root: resultsDirectory, cacheControl: false },
      error => error && next(error),
    )
  })
  app.get('/telemetry', (_request, response) => {
    response.status(426).set('Upgrade', 'websocket').type('text').send('this is a WebSocket\n')
  })
  app.get(['/', '/index.html'], servePage(join(pageDirectory, 'index.html')))
  app.use(express.static(pageDirectory, { cacheControl: false, setHeaders: cacheControl }))
  app.use((request, response) => {
    const isBuilt = existsSync(join(pageDirectory, 'index.html'))
    const text = isBuilt ? `there is nothing at ${request.path}` : 'the page is not built: npm run build'
    response
      .status(isBuilt ? 404 : 503)
      .type('text')
      .send(`${text}\n`)
  })
  return app.use(onError)
}

/** Only the page itself may change anything here, whatever page the browser has open besides. */
function onlyOwnPage(ports: PageServerOptions['ports']): RequestHandler {
  return ({ method, headers: { origin } }, response, next) => {
    if (method === 'GET' || origin === undefined || originsOf(ports().page).includes(origin)) next()
    else response.status(403).type('text').send(`Origin ${origin} may not ${method} here\n`)
  }
}

/** The built page with the word of a lab in its head, by which it knows that it is not on a host of files alone. */
function servePage(path: string): RequestHandler {
  return async (_request, response, next) => {
    if (!existsSync(path)) return next()
    const page = await readFile(path, 'utf8')
    const marked = page.replace('<head>', '<head>\n    <meta name="lab" content="live" />')
    response.set('Cache-Control', 'no-cache').type('html').send(marked)
  }
}

const onError: ErrorRequestHandler = (
  error: Error & { readonly status?: number },
  _request,
  response,
  next,
) => {
  // What is under way cannot be answered anew; Express closes it.
  if (response.headersSent) next(error)
  else
    response
      .status(error.status ?? 500)
      .type('text')
      .send(`${error.message}\n`)
}

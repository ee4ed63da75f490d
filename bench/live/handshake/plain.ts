import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { idOf } from './request.ts'
import type { Streams } from './streams.ts'
import type { Transcripts } from './transcripts.ts'

/** The longest that `GET /transcript?wait=MS` is held for a connection to end. */
export const maxWaitMs = 2_000

/** What the plain requests are answered from. */
export interface PlainContext {
  readonly transcripts: Transcripts
  readonly streams: Streams
  readonly allowsOrigin: (origin: string) => boolean
}

type Fields = Readonly<Record<string, string>>

/** The HTTP side of the handshake server: transcripts, streams, and a clear answer to what is neither. */
export function createPlainServer(context: PlainContext): Server {
  return createServer((request, response) => {
    const fields = corsFields(request, context.allowsOrigin)
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...fields, Allow: 'GET, OPTIONS' }).end()
    } else if (request.method === 'GET') answerGet(context, request, response, fields)
    else {
      problem(
        response,
        { ...fields, Allow: 'GET, OPTIONS' },
        405,
        `the method must be GET, got ${request.method}`,
      )
    }
  })
}

function corsFields({ headers }: IncomingMessage, allowsOrigin: PlainContext['allowsOrigin']): Fields {
  const { origin } = headers
  const shared = { 'Cross-Origin-Resource-Policy': 'cross-origin', Vary: 'Origin' }
  if (origin === undefined || !allowsOrigin(origin)) return shared
  return { ...shared, 'Access-Control-Allow-Origin': origin }
}

function answerGet(
  context: PlainContext,
  request: IncomingMessage,
  response: ServerResponse,
  fields: Fields,
): void {
  const { streams, transcripts } = context
  const { pathname, searchParams } = new URL(request.url!.replace(/^\/+/, '/'), 'http://127.0.0.1')
  const stream = streams.numberOf(pathname)
  if (stream !== undefined) streams.open(stream, response, fields)
  else if (pathname === '/streams') json(response, fields, streams.count())
  else if (pathname === '/transcript') {
    tell(transcripts, searchParams, response, fields).catch((error: Error) => response.destroy(error))
  } else if (pathname.startsWith('/handshake/')) {
    const upgrade = {
      ...fields,
      Connection: 'close, Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
    }
    problem(
      response,
      upgrade,
      426,
      'a handshake asks /handshake/NAME of a known fault, with Upgrade: websocket',
    )
  } else problem(response, fields, 404, `nothing is at ${JSON.stringify(pathname)}`)
}

async function tell(
  transcripts: Transcripts,
  parameters: URLSearchParams,
  response: ServerResponse,
  fields: Fields,
): Promise<void> {
  const id = idOf(parameters)
  if (!id) return problem(response, fields, 400, 'id must be 1 to 64 letters, digits or hyphens')
  const wait = parameters.get('wait') ?? '0'
  if (!/^\d{1,4}$/.test(wait) || Number(wait) > maxWaitMs) {
    return problem(response, fields, 400, `wait must be 0 to ${maxWaitMs} ms, got ${JSON.stringify(wait)}`)
  }
  await endOrDeadline(transcripts, id, Number(wait), response)
  // A browser may have given up before it connected, and a 404 would be an error in its console.
  json(response, fields, transcripts.get(id) ?? null)
}

/** Waits for the connection's end, the deadline, or the asker to leave. */
async function endOrDeadline(
  transcripts: Transcripts,
  id: string,
  waitMs: number,
  response: ServerResponse,
): Promise<void> {
  const over = new AbortController()
  const stop = () => over.abort()
  const timer = setTimeout(stop, waitMs)
  response.once('close', stop)
  await transcripts.ended(id, over.signal)
  clearTimeout(timer)
  response.off('close', stop)
}

function json(response: ServerResponse, fields: Fields, body: unknown): void {
  response.writeHead(200, { ...fields, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(body))
}

function problem(response: ServerResponse, fields: Fields, status: number, detail: string): void {
  response.writeHead(status, { ...fields, 'Content-Type': 'application/problem+json' })
  response.end(JSON.stringify({ type: 'about:blank', status, detail }))
}

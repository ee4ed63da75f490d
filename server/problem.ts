import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { lingerMs, markLastAnswer } from './linger.ts'
import type { Problem } from './protocol.ts'

/** What a client did wrong, or what the server cannot do now; answered as a problem document (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  readonly field: string | undefined
  /** Header fields that belong to the status, such as Allow or Retry-After. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    detail: string,
    options: { field?: string; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause })
    this.status = status
    this.field = options.field
    this.headers = options.headers ?? {}
  }
}

/** The document of an error. */
export function problemDocument(error: ProblemError): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail: error.message,
    ...(error.field === undefined ? {} : { field: error.field }),
  }
}

/** Answers a request with a problem document and its status. */
export function answerProblem(
  response: ServerResponse,
  error: ProblemError,
  cors: readonly string[] = [],
): void {
  const body = `${JSON.stringify(problemDocument(error))}\n`
  // The connection is spoilt for a next request while the body of this one is under way.
  const bodyUnderWay = hasBody(response.req) && !response.req.complete
  if (bodyUnderWay) response.shouldKeepAlive = false
  if (bodyUnderWay || error.headers.Connection !== undefined) markLastAnswer(response.req.socket)
  response.writeHead(error.status, [
    ...cors,
    'Content-Type',
    'application/problem+json',
    'Cache-Control',
    'no-store',
    'Content-Length',
    String(Buffer.byteLength(body)),
    ...Object.entries(error.headers).flat(),
  ])
  if (bodyUnderWay) endAfterBody(response, body)
  else response.end(body)
}

/** Whether a request announces a body (RFC 9112 section 6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** Answers whatever a handler threw: a problem as it is, anything else as a 500 that is also logged. */
export function answerError(response: ServerResponse, error: unknown, cors?: readonly string[]): void {
  if (error instanceof ProblemError) {
    answerProblem(response, error, cors)
    return
  }
  console.error(error)
  if (response.headersSent) response.destroy()
  else answerProblem(response, new ProblemError(500, 'the server failed on this request'), cors)
}

const awaitingBody = new WeakSet<ServerResponse>()

/** Whether all of a response is written and only the rest of its request's body is waited for. */
export function isAwaitingBody(response: ServerResponse): boolean {
  return awaitingBody.has(response)
}

/**
 * Sends the answer at once and takes the rest of the request's body for a while: closing on unread bytes would
 * reset the connection and could take the answer with it (RFC 9112 section 9.6).
 */
function endAfterBody(response: ServerResponse, body: string): void {
  const request = response.req
  awaitingBody.add(response)
  const timer = setTimeout(end, lingerMs)
  response.write(body)
  request.resume()
  request.once('end', end)
  response.once('close', () => clearTimeout(timer))
  function end(): void {
    clearTimeout(timer)
    response.end()
  }
}

/** A value as it came, short enough for one line of a message. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

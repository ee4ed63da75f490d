import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Handler, ServerContext } from './context.ts'
import type { Content } from './feed.ts'
import { answerError, ProblemError, quoted } from './problem.ts'
import type { Cursor, Json } from './protocol.ts'
import { queryOf } from './query.ts'
import { checkTopic, readTopic } from './request.ts'

/** `POST /events`: appends a JSON body and answers 201 with its cursor. */
export function publish({ feed, settings, origins }: ServerContext): Handler {
  return (request, response) => {
    if (!origins.allows(request)) {
      const detail = `Origin ${quoted(request.headers.origin)} may not publish here`
      throw new ProblemError(403, detail, { field: 'Origin' })
    }
    checkContentType(request)
    const topic = readTopic(queryOf(request))
    const cors = origins.corsHeaders(request)
    readBody(request, response, settings.maxPayloadBytes)
      .then(body => feed.append({ data: parseBody(body), topic }))
      .then(
        event => answerCreated(response, feed.cursorAt(event.sequence), cors),
        error => answerError(response, error, cors),
      )
  }
}

function answerCreated(response: ServerResponse, id: Cursor, cors: readonly string[]): void {
  const body = JSON.stringify({ id })
  const headers = ['Content-Type', 'application/json', 'Cache-Control', 'no-store']
  response.writeHead(201, [...cors, ...headers, 'Content-Length', String(Buffer.byteLength(body))]).end(body)
}

/** Reads a client's `{"publish":…}`. Throws a 400 that names the member. */
export function readPublishMessage(text: string): Content {
  const message = parseJson(text, 'message')
  if (typeof message !== 'object' || message === null || !('publish' in message)) {
    throw new ProblemError(400, `a message must be {"publish":…}, got ${quoted(message)}`, {
      field: 'publish',
    })
  }
  const { publish: data, topic } = message as { publish: Json; topic?: Json }
  if (topic !== undefined && typeof topic !== 'string') {
    throw new ProblemError(400, `topic must be a string, got ${quoted(topic)}`, { field: 'topic' })
  }
  if (topic !== undefined) checkTopic(topic)
  return { data, topic }
}

function checkContentType(request: IncomingMessage): void {
  const type = request.headers['content-type']
  const [mediaType = ''] = (type ?? '').split(';')
  if (mediaType.trim().toLowerCase() !== 'application/json') {
    throw new ProblemError(415, `Content-Type must be application/json, got ${quoted(type ?? null)}`, {
      field: 'Content-Type',
    })
  }
  const coding = request.headers['content-encoding']
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    throw new ProblemError(415, `Content-Encoding must be absent, got ${quoted(coding)}`, {
      field: 'Content-Encoding',
      headers: { 'Accept-Encoding': 'identity' },
    })
  }
}

/** Collects a body; rejects with a 413 as soon as it is too long, whether its length was announced or not. */
function readBody(request: IncomingMessage, response: ServerResponse, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const announced = request.headers['content-length']
    if (Number(announced ?? 0) > maxBytes) reject(tooLong(maxBytes, `${announced} announced`))
    // The only expectation that comes so far is 100-continue (RFC 9110 section 10.1.1).
    else if (request.headers.expect !== undefined && request.httpVersion === '1.1') response.writeContinue()
    let chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= maxBytes) {
        chunks.push(chunk)
        return
      }
      // What still comes is read and dropped: closing on unread bytes would reset the answer away.
      chunks = []
      reject(tooLong(maxBytes, 'more'))
    })
    // A sender that goes away before its body is whole has nobody to answer to: the promise is dropped with it.
    request.once('end', () => resolve(Buffer.concat(chunks)))
  })
}

function tooLong(maxBytes: number, got: string): ProblemError {
  return new ProblemError(413, `the body may have at most ${maxBytes} bytes, got ${got}`, { field: 'body' })
}

function parseBody(body: Buffer): Json {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (cause) {
    throw new ProblemError(400, 'the body must be UTF-8 (RFC 8259 section 8.1)', { field: 'body', cause })
  }
  return parseJson(text, 'body')
}

function parseJson(text: string, field: 'body' | 'message'): Json {
  try {
    const value = JSON.parse(text) as Json
    // What can't be written again, nested too deeply, must be refused here and not while appending.
    JSON.stringify(value)
    return value
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? cause.message : 'nested too deeply'
    throw new ProblemError(400, `the ${field} must be JSON: ${reason.slice(0, 120)}, got ${quoted(text)}`, {
      field,
      cause,
    })
  }
}

import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { endLingering, hasLastAnswer } from './linger.ts'
import { responseUnderWay } from './pipeline.ts'
import { isAwaitingBody, ProblemError, problemDocument } from './problem.ts'

/** What Node's parser complains of, as a status and the field at fault; anything else is a 400 without one. */
const complaints: Readonly<Record<string, readonly [status: number, field?: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'body'],
  HPE_HEADER_OVERFLOW: [431],
  HPE_INVALID_CHUNK_SIZE: [400, 'body'],
  HPE_INVALID_CONTENT_LENGTH: [400, 'Content-Length'],
  HPE_INVALID_METHOD: [400, 'method'],
  HPE_INVALID_TRANSFER_ENCODING: [400, 'Transfer-Encoding'],
  HPE_INVALID_URL: [400, 'target'],
  HPE_INVALID_VERSION: [400, 'version'],
  HPE_UNEXPECTED_CONTENT_LENGTH: [400, 'Content-Length'],
}

/** Connections that will be told what was wrong once the responses before that are out. */
const toBeTold = new WeakSet<Socket>()

/** Answers bytes that are no HTTP request, or half of one, behind what is under way, and closes (RFC 9112 section 9.6). */
export function answerUnreadable(error: NodeJS.ErrnoException, stream: NodeJS.WritableStream): void {
  const socket = stream as Socket
  const underWay = responseUnderWay(socket)
  // What an answered request still waits for can't come any more.
  if (underWay && isAwaitingBody(underWay)) underWay.end()
  // The parser complains again of each chunk that follows.
  if (hasLastAnswer(socket)) return
  if (isBeyondAnswer(error, socket)) {
    socket.destroy()
    return
  }
  if (!underWay?.req.complete) tell(error, socket)
  else if (!toBeTold.has(socket)) {
    toBeTold.add(socket)
    underWay.once('finish', () => {
      toBeTold.delete(socket)
      answerUnreadable(error, socket)
    })
  }
}

/** Whether nobody would read an answer, or read it as something else. */
function isBeyondAnswer({ code }: NodeJS.ErrnoException, socket: Socket): boolean {
  if (code === 'ECONNRESET' || !socket.writable) return true
  const underWay = responseUnderWay(socket)
  if (!underWay) return false
  // A client that ends amid a request waits for nothing.
  if (code === 'HPE_INVALID_EOF_STATE') return true
  // Bytes behind the head of a response that goes on would belong to its body.
  return underWay.headersSent && !(underWay.req.complete && underWay.writableEnded)
}

function tell(error: NodeJS.ErrnoException, socket: Socket): void {
  const [status, field] = complaints[error.code ?? ''] ?? [400]
  const detail = `the request could not be read: ${error.message}`
  const document = problemDocument(new ProblemError(status, detail, field === undefined ? {} : { field }))
  const body = `${JSON.stringify(document)}\n`
  socket.write(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
  endLingering(socket)
}

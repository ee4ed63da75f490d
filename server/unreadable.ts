import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { endLingering, isLingering } from './linger.ts'
import { ProblemError, problemDocument } from './problem.ts'

const unreadable: Readonly<Record<string, readonly [status: number, line: string]>> = {
  HPE_HEADER_OVERFLOW: [431, '431 Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, '408 Request Timeout'],
}

/** The response that a connection waits for; Node keeps it there. */
export function responseUnderWay(socket: Socket): ServerResponse | undefined {
  return (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined
}

/** Answers bytes that are no HTTP request, or half of one, and closes (RFC 9112 section 9.6). */
export function answerUnreadable(error: NodeJS.ErrnoException, stream: NodeJS.WritableStream): void {
  const socket = stream as Socket
  // The parser complains again of each chunk that follows.
  if (isLingering(socket)) return
  // Bytes behind the head of a response under way would belong to its body.
  if (error.code === 'ECONNRESET' || !socket.writable || responseUnderWay(socket)?.headersSent) {
    socket.destroy()
    return
  }
  const [status, line] = unreadable[error.code ?? ''] ?? [400, '400 Bad Request']
  const document = problemDocument(
    new ProblemError(status, `the request could not be read: ${error.message}`),
  )
  const body = `${JSON.stringify(document)}\n`
  socket.write(
    `HTTP/1.1 ${line}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
  endLingering(socket)
}

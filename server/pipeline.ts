import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { ProblemError } from './problem.ts'

/** The response that a connection waits for; Node keeps it there. */
export function responseUnderWay(socket: Socket): ServerResponse | undefined {
  return (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined
}

/**
 * Starts to answer a pipelined request once the responses before it are out (RFC 9112 section 9.3.2), and never when
 * the connection is closed before: until then nothing may be held for it, since nothing would say that it is over.
 */
export function whenItsTurn(response: ServerResponse, start: () => void): void {
  if (response.socket) start()
  else response.once('socket', () => process.nextTick(start))
}

/** So many requests may wait on a connection for the responses before them. */
export const maxWaitingRequests = 1_000

const waiting = new WeakMap<Socket, number>()

/** Refuses a request with a 503 when too many wait on its connection; what waits behind that one is dropped with it. */
export function checkPipeline({ socket }: IncomingMessage, response: ServerResponse): void {
  if (response.socket) return
  const count = (waiting.get(socket) ?? 0) + 1
  waiting.set(socket, count)
  response.once('socket', () => waiting.set(socket, waiting.get(socket)! - 1))
  if (count <= maxWaitingRequests) return
  const headers = { 'Retry-After': '1', Connection: 'close' }
  throw new ProblemError(503, `${maxWaitingRequests} requests wait on this connection, which is the limit`, {
    headers,
  })
}

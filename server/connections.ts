import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { ProblemError } from './problem.ts'

/** The TCP connections of a server: their limit and their end. */
export interface Connections {
  /** Throws a 503 for a connection over the limit (RFC 9110 section 15.6.4). */
  checkLimit(socket: Socket): void
  /** Destroys what is still open. */
  destroyAll(): void
}

/** How many connections over the limit are still accepted so that they can be told; more are closed at once. */
const refusable = 1_000

/** Counts the connections of a server; the ones that come when `max` are open are refused by their first request. */
export function trackConnections(server: Server, max: number): Connections {
  const open = new Set<Socket>()
  const overLimit = new WeakSet<Socket>()
  server.maxConnections = max + refusable
  server.on('connection', socket => {
    if (open.size >= max) overLimit.add(socket)
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })

  function checkLimit(socket: Socket): void {
    if (!overLimit.has(socket)) return
    const headers = { 'Retry-After': '1', Connection: 'close' }
    throw new ProblemError(503, `${max} connections are open, which is the limit`, { headers })
  }

  return {
    checkLimit,
    destroyAll: () => {
      for (const socket of open) socket.destroy()
    },
  }
}

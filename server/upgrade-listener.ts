import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Handler, UpgradeHandler } from './context.ts'
import { hasBody, ProblemError, quoted } from './problem.ts'
import { pathOf } from './request.ts'
import { responseUnderWay } from './unreadable.ts'
import { answerUpgrade, responseForUpgrade } from './upgrade.ts'

/** Finds who takes over a connection; a request to upgrade to anything but WebSocket is answered as a plain one. */
export function createUpgradeListener(
  check: (request: IncomingMessage) => void,
  handle: Handler,
  upgrades: ReadonlyMap<string, UpgradeHandler>,
) {
  function upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    // Pipelined behind other requests, it waits for their responses (RFC 9112 section 9.3.2).
    const underWay = responseUnderWay(socket)
    if (underWay) {
      underWay.once('finish', () => upgrade(request, socket, head))
      return
    }
    if (!socket.writable) return
    const take = upgrades.get(pathOf(request.url!))
    try {
      check(request)
      checkBody(request)
      if (take && request.headers.upgrade?.toLowerCase() === 'websocket') take(request, socket, head)
      else handle(request, responseForUpgrade(request, socket))
    } catch (error) {
      answerUpgrade(request, socket, error)
    }
  }

  return (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Until ws takes it over, a reset by the peer must find a listener.
    socket.on('error', () => socket.destroy())
    upgrade(request, socket as Socket, head)
  }
}

/** Node hands the connection over behind the head, so a body could not be told from what follows it. */
function checkBody(request: IncomingMessage): void {
  if (!hasBody(request)) return
  const detail = `a request that asks to upgrade may have no body, got Upgrade: ${quoted(request.headers.upgrade)}`
  throw new ProblemError(400, detail, { field: 'Upgrade' })
}

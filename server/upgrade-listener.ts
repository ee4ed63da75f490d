import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Handler, UpgradeHandler } from './context.ts'
import { responseUnderWay } from './pipeline.ts'
import { hasBody, ProblemError, quoted } from './problem.ts'
import { pathOf } from './request.ts'
import { answerUpgrade, responseForUpgrade } from './upgrade.ts'

/** Finds who takes over a connection; a CONNECT is refused, and a request to upgrade to anything but WebSocket is answered as a plain one. */
export function createUpgradeListener(
  check: (request: IncomingMessage) => void,
  handle: Handler,
  upgrades: ReadonlyMap<string, UpgradeHandler>,
) {
  function upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    // Pipelined behind other requests, it waits for their responses (RFC 9112 section 9.3.2).
    const underWay = responseUnderWay(socket)
    if (underWay) {
      waitBehind(underWay, socket, head, all => upgrade(request, socket, all))
      return
    }
    if (!socket.writable) return
    const take = upgrades.get(pathOf(request.url!))
    try {
      check(request)
      checkMethod(request)
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
    // Node, when it stopped to read under back-pressure, hands the connection over so, and no `resume` would start it.
    socket._read(0)
    upgrade(request, socket as Socket, head)
  }
}

/** So much of what comes behind a request that waits is read, in bytes. */
const keptBytes = 65_536

/** Waits behind a response, and reads on meanwhile: a client that ends is let go, what it sends is kept. */
function waitBehind(underWay: ServerResponse, socket: Socket, head: Buffer, go: (all: Buffer) => void): void {
  let all = head
  const keep = (bytes: Buffer) => {
    all = Buffer.concat([all, bytes])
    if (all.length > keptBytes) socket.pause()
  }
  const leave = () => socket.destroy()
  socket.on('data', keep).once('end', leave)
  underWay.once('finish', () => {
    socket.off('data', keep).off('end', leave).resume()
    go(all)
  })
}

/** A CONNECT comes the same way, and asks for what only a proxy does (RFC 9110 section 9.3.6). */
function checkMethod({ method, url }: IncomingMessage): void {
  if (method !== 'CONNECT') return
  throw new ProblemError(405, `this is no proxy: CONNECT leads nowhere, got ${quoted(url)}`, {
    field: 'method',
    headers: { Allow: 'GET, POST, OPTIONS' },
  })
}

/** Node hands the connection over behind the head, so a body could not be told from what follows it. */
function checkBody(request: IncomingMessage): void {
  if (!hasBody(request)) return
  const detail = `a request that asks to upgrade may have no body, got Upgrade: ${quoted(request.headers.upgrade)}`
  throw new ProblemError(400, detail, { field: 'Upgrade' })
}

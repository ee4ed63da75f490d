import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'

/** Answers one request; for a WebSocket path it is given the upgraded channel instead of a response. */
export interface Script {
  request?(request: IncomingMessage, response: ServerResponse): void
  upgrade?(channel: WebSocket, socket: Duplex, request: IncomingMessage): void
  /** Replaces the WebSocket handshake. */
  refuse?(socket: Duplex): void
}

/** A server on loopback that does what its script says and keeps account of what it saw. */
export interface ScriptedServer {
  readonly url: URL
  /** Request targets in the order in which they came. */
  readonly targets: string[]
  /** How many TCP connections were accepted. */
  connections(): number
  /** Resolves once every connection is closed. */
  allClosed(): Promise<void>
  close(): Promise<void>
}

/** Starts a scripted server on a free port. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const targets: string[] = []
  const open = new Set<Socket>()
  let connections = 0
  const server = createServer((request, response) => {
    targets.push(request.url!)
    script.request?.(request, response)
  })
  const channels = new WebSocketServer({ noServer: true, handleProtocols: () => 'feed.v1' })
  server.on('connection', socket => {
    connections += 1
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
  })
  server.on('upgrade', (request, socket, head) => {
    targets.push(request.url!)
    // Unread or half open, a socket would not close with its peer.
    if (script.refuse) script.refuse(socket.resume().on('end', () => socket.end()))
    else channels.handleUpgrade(request, socket, head, channel => script.upgrade?.(channel, socket, request))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    targets,
    connections: () => connections,
    async allClosed() {
      while (open.size > 0)
        await Promise.all([...open].map(socket => new Promise(done => socket.on('close', done))))
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A promise and its two ends. */
export function deferred<T = void>(): { promise: Promise<T>; resolve(value: T): void } {
  let resolve!: (value: T) => void
  const promise = new Promise<T>(done => {
    resolve = done
  })
  return { promise, resolve }
}

/** Takes `count` items and leaves. */
export async function take<T>(items: AsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = []
  for await (const item of items) {
    taken.push(item)
    if (taken.length === count) break
  }
  return taken
}

/** Reads to the end; the error that ended it, or undefined. */
export async function drain<T>(items: AsyncIterable<T>): Promise<{ items: T[]; error: unknown }> {
  const taken: T[] = []
  try {
    for await (const item of items) taken.push(item)
    return { items: taken, error: undefined }
  } catch (error) {
    return { items: taken, error }
  }
}

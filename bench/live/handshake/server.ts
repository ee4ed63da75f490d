import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { endLingering } from '../../../server/linger.ts'
import { monotonicMs } from '../../../server/sources/clock.ts'
import { converse } from './conversation.ts'
import { createPlainServer } from './plain.ts'
import { readHead } from './read-head.ts'
import { type HandshakeRequest, readHandshakeRequest, refusalOf } from './request.ts'
import { refusalHead, responseHeads } from './responses.ts'
import { scripts } from './scripts.ts'
import { createStreams } from './streams.ts'
import { createTranscripts, type Recorder, type Transcripts } from './transcripts.ts'

/** How the handshake server is set up. */
export interface HandshakeOptions {
  /** Whether a page of this origin, such as `http://localhost:8080`, may open a WebSocket and read transcripts. */
  readonly allowsOrigin: (origin: string) => boolean
  /** A monotonic clock in milliseconds; the host's when absent. */
  readonly nowMs?: () => number
}

/** A server on 127.0.0.1 that answers opening handshakes by hand, so that it can answer them wrongly. */
export interface HandshakeServer {
  /** Listens, on a free port for 0; resolves with the port, rejects when it is taken. */
  listen(port: number): Promise<number>
  /** Ends every connection and resolves when all are gone. */
  close(): Promise<void>
}

/** Creates the server of `/handshake/NAME?id=ID`, `/transcript?id=ID`, `/stream/N` and `/streams`. */
export function createHandshakeServer({
  allowsOrigin,
  nowMs = monotonicMs,
}: HandshakeOptions): HandshakeServer {
  const transcripts = createTranscripts(nowMs)
  const streams = createStreams()
  const plain = createPlainServer({ transcripts, streams, allowsOrigin })
  const sockets = new Set<Socket>()

  const server = createServer({ allowHalfOpen: true, noDelay: true }, socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    readHead(socket, (raw, early) => {
      const request = readHandshakeRequest(raw)
      if (request) return serve(socket, request, early, transcripts, allowsOrigin)
      socket.unshift(Buffer.concat([Buffer.from(raw, 'latin1'), early]))
      plain.emit('connection', socket)
      socket.resume()
    })
  })

  return {
    async listen(port) {
      await once(server.listen(port, '127.0.0.1'), 'listening')
      return (server.address() as AddressInfo).port
    },
    async close() {
      const closed = server.listening ? once(server, 'close') : undefined
      server.close()
      streams.end()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function serve(
  socket: Socket,
  request: HandshakeRequest,
  early: Buffer,
  transcripts: Transcripts,
  allowsOrigin: HandshakeOptions['allowsOrigin'],
): void {
  const refusal = refusalOf(request, allowsOrigin)
  if (refusal) {
    socket.write(refusalHead(refusal.status, refusal.detail))
    endLingering(socket.resume())
    return
  }
  const { sent, due } = responseHeads(request.fault, request.head)
  const recorder = request.id
    ? transcripts.begin({
        id: request.id,
        fault: request.fault,
        request: request.raw,
        response: sent,
        right: due,
      })
    : unrecorded
  watchEnd(socket, recorder)
  socket.write(sent, 'latin1')
  converse(socket, early, scripts[request.fault], recorder)
  socket.resume()
}

const unrecorded: Recorder = { bytes: () => undefined, end: () => undefined }

function watchEnd(socket: Socket, recorder: Recorder): void {
  socket.once('end', () => {
    recorder.end('client-end')
    socket.end()
  })
  socket.on('error', () => recorder.end('client-reset'))
  socket.once('close', () => recorder.end('client-reset'))
}

import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { textFrame } from '../../../server/frame.ts'
import { chunk } from '../../../server/stream.ts'
import { cursorAt, recordAt } from './record.ts'
import { httpOptions, listen, type OpenSubject } from './subject.ts'

/** How one open transport writes its opening cursor and its records: the bytes that our server sends. */
interface Wire {
  opening(cursor: string): Buffer
  record(cursor: string, record: string): Buffer
}

/** Writes one Buffer an event to every open response, and does nothing else. */
export function minimalStream(contentType: string, wire: Wire): OpenSubject {
  return async () => {
    const writers = createWriters(wire)
    const server = createServer(httpOptions, (_request, response) => {
      const fields = ['Cache-Control', 'no-store, no-transform', 'X-Accel-Buffering', 'no']
      response.writeHead(200, ['Content-Type', contentType, ...fields]).flushHeaders()
      writers.add(response.socket!)
    })
    return { port: await listen(server), target: '/', publish: writers.publish }
  }
}

/** The same after an opening handshake (RFC 6455 section 4.2.2), without a WebSocket library. */
export const minimalWebSocket: OpenSubject = async () => {
  const writers = createWriters({
    opening: cursor => textFrame(JSON.stringify({ cursor })),
    record: (_cursor, record) => textFrame(record),
  })
  const server = createServer(httpOptions)
  server.on('upgrade', ({ headers }, socket) => {
    const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: feed.v1\r\n\r\n`,
    )
    writers.add(socket)
  })
  return { port: await listen(server), target: '/', publish: writers.publish }
}

export const minimalStreaming = minimalStream('application/x-ndjson', {
  opening: cursor => chunk(`${JSON.stringify({ cursor })}\n`),
  record: (_cursor, record) => chunk(`${record}\n`),
})

export const minimalSse = minimalStream('text/event-stream', {
  opening: cursor => chunk(`id: ${cursor}\n\n`),
  record: (cursor, record) => chunk(`id: ${cursor}\ndata: ${record}\n\n`),
})

function createWriters({ opening, record }: Wire) {
  const sockets = new Set<Duplex>()
  let sequence = 0
  return {
    add(socket: Duplex): void {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.once('close', () => sockets.delete(socket))
      socket.write(opening(cursorAt(sequence)))
    },
    publish(): void {
      sequence += 1
      const bytes = record(cursorAt(sequence), recordAt(sequence))
      for (const socket of sockets) socket.write(bytes)
    },
  }
}

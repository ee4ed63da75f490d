import { createConnection } from 'node:net'

/** What a client of the crowd is given: nothing is kept but what it needs to count. */
export interface ClientOptions {
  readonly port: number
  readonly topic: string | undefined
  /** A record came that was due then; its wait began when it was due unless another time is given. */
  readonly onRecord: (dueMs: number, sinceMs?: number) => void
  /** The connection ended before it was closed, of itself or with an error; once at most. */
  readonly onBroken: (reason: string) => void
}

/** One client on one connection. */
export interface Client {
  /** Resolves when it stands at the feed's head: its first answer has come. Rejects when the connection ends before. */
  readonly ready: Promise<void>
  close(): void
}

/** A connection whose bytes are handed on. */
export interface Connection {
  write(text: string): void
  close(): void
}

/** All sockets read into it, one after the other: ten thousand buffers of their own would be most of what a load does. */
const shared = Buffer.allocUnsafe(65_536)

/** Opens a connection on loopback. Bytes are only lent; what `onBytes` throws breaks the connection. */
export function openConnection(
  port: number,
  onBytes: (bytes: Buffer) => void,
  onBroken: (reason: string) => void,
): Connection {
  let isOver = false
  const fail = (reason: string) => {
    if (isOver) return
    close()
    onBroken(reason)
  }
  const socket = createConnection({
    host: '127.0.0.1',
    port,
    noDelay: true,
    onread: {
      buffer: shared,
      callback: (count, buffer) => {
        try {
          onBytes(buffer.subarray(0, count) as Buffer)
        } catch (error) {
          fail((error as Error).message)
        }
        return true
      },
    },
  })
  // Node adds where it would have connected from.
  socket.on('error', error => fail(error.message.replace(/ - Local .*/, '')))
  socket.on('end', () => fail('the server ended the connection'))

  function close(): void {
    isOver = true
    socket.destroy()
  }

  return { write: text => void socket.write(text), close }
}

/** The lines of a GET with a Host and more fields. */
export function getRequest(target: string, fields: readonly string[] = []): string {
  return [`GET ${target} HTTP/1.1`, 'Host: 127.0.0.1', ...fields, '', ''].join('\r\n')
}

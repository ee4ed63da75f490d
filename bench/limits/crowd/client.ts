import { createConnection, type Socket } from 'node:net'

/** What a client of the crowd is given: nothing is kept but what it needs to count. */
export interface ClientOptions {
  readonly port: number
  readonly topic: string | undefined
  /** A record came that was due then. */
  readonly onRecord: (dueMs: number) => void
  /** The connection ended, of itself or with an error. */
  readonly onBroken: (reason: string) => void
}

/** One client on one connection. */
export interface Client {
  /** Resolves when it stands at the feed's head: its first answer has come. */
  readonly ready: Promise<void>
  close(): void
}

/** All sockets read into it, one after the other: ten thousand buffers of their own would be most of what a load does. */
const shared = Buffer.allocUnsafe(65_536)

/** Opens a connection on loopback whose bytes are handed on as they come; they are only lent. */
export function openSocket(port: number, onBytes: (bytes: Buffer) => void): Socket {
  return createConnection({
    host: '127.0.0.1',
    port,
    noDelay: true,
    onread: {
      buffer: shared,
      callback: (count, buffer) => {
        onBytes(buffer.subarray(0, count) as Buffer)
        return true
      },
    },
  })
}

/** The lines of a GET with a Host and more fields. */
export function getRequest(target: string, fields: readonly string[] = []): string {
  return [`GET ${target} HTTP/1.1`, 'Host: 127.0.0.1', ...fields, '', ''].join('\r\n')
}

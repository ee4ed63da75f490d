import { createConnection } from 'node:net'
import type { Cursor } from '../../../server/protocol.ts'
import { handshakeFields } from '../../yardsticks/load/handshake.ts'
import { getRequest } from '../crowd/client.ts'
import { createGapReader, type ToldToGap } from './gap-reader.ts'

/** The transports on which a reader can stall: those whose answer never ends. */
export const stallingTransports = ['streaming', 'sse', 'websocket'] as const
export type StallingTransport = (typeof stallingTransports)[number]

/** A reader that takes its opening cursor and then nothing more until it is released. */
export interface StalledReader {
  /** Where it stood when it stalled. */
  readonly sequence: number
  /** Its own port: by it the server's side is found. */
  readonly localPort: number
  /** Reads on up to the gap, and closes. Rejects when there is none up to the log's head: it had not stalled. */
  release(head: number): Promise<ToldToGap>
}

/** The opening cursor, whole, as each transport writes it. */
const opening = /(?:"cursor":"|\nid: )[\da-z]+\.(\d+)["\n]/

/** Opens a reader and lets it stall. Rejects when the server ends the connection before its opening cursor. */
export function openStalledReader(transport: StallingTransport, port: number): Promise<StalledReader> {
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true })
  const fields = transport === 'websocket' ? handshakeFields() : []
  socket.write(getRequest(`/${transport}`, fields))
  const ended = new Promise<never>((_, reject) => {
    socket.on('error', reject)
    socket.on('end', () => reject(new Error(`the server ended the ${transport} of a stalled reader`)))
  })
  // It is told to whoever waits.
  ended.catch(() => {})
  const release = (sequence: number, head: number): Promise<ToldToGap> => {
    const gap = new Promise<ToldToGap>((resolve, reject) => {
      const read = createGapReader(resolve)
      socket.on('data', bytes => {
        if (read(bytes) < head - sequence) return
        reject(
          new Error(`a stalled reader of ${transport} was sent all ${head - sequence} events, and no gap`),
        )
      })
    })
    socket.resume()
    return Promise.race([gap, ended]).finally(() => socket.destroy())
  }
  const opened = new Promise<StalledReader>(resolve => {
    let text = ''
    socket.on('data', function read(bytes: Buffer) {
      text += bytes.toString('latin1')
      const sequence = opening.exec(text)?.[1]
      if (sequence === undefined) return
      socket.off('data', read)
      socket.pause()
      const at = Number(sequence)
      resolve({ sequence: at, localPort: socket.localPort!, release: head => release(at, head) })
    })
  })
  return Promise.race([opened, ended])
}

/** The sequence in a cursor (`EPOCH.SEQUENCE`). */
export function sequenceOf(cursor: Cursor): number {
  return Number(cursor.slice(cursor.indexOf('.') + 1))
}

import { closeOnceOpen } from '../../browser/close-once-open.ts'
import type { EchoLog } from './echo-log.ts'
import { bytesOfHex, hexOf } from './frame-fields.ts'

/** The page's end of the classroom socket. */
export interface EchoSocket {
  /** Connects; lets go of a connection that there is. */
  connect(url: string): void
  /** Sends text, or the bytes of hexadecimal digits; false when it is not open or they are not digits. */
  send(kind: 'text' | 'binary', content: string): boolean
  /** Closes with 1000. */
  close(): void
  readonly open: boolean
}

const contentShown = 200

/** Creates a socket that writes all it does into a log and then calls `onChange`. */
export function createEchoSocket(log: EchoLog, onChange: () => void): EchoSocket {
  let socket: WebSocket | undefined
  const write = createWriter(log, onChange)

  function connect(url: string): void {
    close()
    const opened = new WebSocket(url)
    opened.binaryType = 'arraybuffer'
    socket = opened
    write.event('connecting', url)
    /** Of a connection that was let go nothing more is written. */
    const on = <K extends keyof WebSocketEventMap>(
      type: K,
      listener: (event: WebSocketEventMap[K]) => void,
    ) => opened.addEventListener(type, event => socket === opened && listener(event))
    on('open', () => write.event('open', ''))
    on('error', () => write.event('error', ''))
    on('message', ({ data }) => write.message('down', typeof data === 'string' ? data : new Uint8Array(data)))
    on('close', ({ code, wasClean, reason }) => {
      socket = undefined
      write.event('close', `${code}, wasClean ${wasClean}, reason ${JSON.stringify(reason)}`)
    })
  }
  function close(): void {
    if (socket) closeOnceOpen(socket)
  }
  return {
    connect,
    send(kind, content) {
      const data = kind === 'text' ? content : bytesOfHex(content)
      if (socket?.readyState !== WebSocket.OPEN || data === undefined) return false
      socket.send(data)
      write.message('up', data)
      return true
    },
    close,
    get open() {
      return socket?.readyState === WebSocket.OPEN
    },
  }
}

/** Writes into a log at the page's time. */
function createWriter(log: EchoLog, onChange: () => void) {
  const add: EchoLog['add'] = row => {
    log.add(row)
    onChange()
  }
  return {
    event: (kind: 'connecting' | 'open' | 'error' | 'close', content: string) =>
      add({ atMs: performance.now(), way: 'none', kind, content, bytes: null }),
    message(way: 'up' | 'down', data: string | Uint8Array): void {
      const isText = typeof data === 'string'
      const bytes = isText ? new TextEncoder().encode(data).length : data.length
      const content = isText ? data.slice(0, contentShown) : hexOf(data.subarray(0, contentShown / 4), ' ')
      add({ atMs: performance.now(), way, kind: isText ? 'text' : 'binary', content, bytes })
    },
  }
}

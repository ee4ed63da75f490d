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
  const add: EchoLog['add'] = row => {
    log.add(row)
    onChange()
  }
  const event = (kind: 'connecting' | 'open' | 'error' | 'close', content: string) =>
    add({ atMs: performance.now(), way: 'none', kind, content, bytes: null })
  const message = (way: 'up' | 'down', data: string | Uint8Array) => {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data).length : data.length
    const content =
      typeof data === 'string' ? data.slice(0, contentShown) : hexOf(data.subarray(0, contentShown / 4), ' ')
    const kind = typeof data === 'string' ? 'text' : 'binary'
    add({ atMs: performance.now(), way, kind, content, bytes })
  }

  function close(): void {
    if (socket) closeOnceOpen(socket)
  }
  function connect(url: string): void {
    close()
    const opened = new WebSocket(url)
    const ours = (listener: () => void) => () => {
      if (socket === opened) listener()
    }
    opened.binaryType = 'arraybuffer'
    socket = opened
    event('connecting', url)
    opened.addEventListener(
      'open',
      ours(() => event('open', '')),
    )
    opened.addEventListener(
      'error',
      ours(() => event('error', '')),
    )
    opened.addEventListener('message', ({ data }) => {
      if (socket === opened) message('down', typeof data === 'string' ? data : new Uint8Array(data))
    })
    opened.addEventListener('close', ({ code, wasClean, reason }) => {
      if (socket !== opened) return
      socket = undefined
      event('close', `${code}, wasClean ${wasClean}, reason ${JSON.stringify(reason)}`)
    })
  }
  return {
    connect,
    send(kind, content) {
      const data = kind === 'text' ? content : bytesOfHex(content)
      if (socket?.readyState !== WebSocket.OPEN || data === undefined) return false
      socket.send(data)
      message('up', data)
      return true
    },
    close,
    get open() {
      return socket?.readyState === WebSocket.OPEN
    },
  }
}

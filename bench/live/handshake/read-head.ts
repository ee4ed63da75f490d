import type { Socket } from 'node:net'
import { endLingering } from '../../../server/linger.ts'
import { headEnd } from './request.ts'
import { refusalHead } from './responses.ts'

/** The longest head that is read. */
const maxHeadBytes = 16_384
/** How long a client may take for its head. */
const headTimeoutMs = 10_000

/** Hands over the head and what came behind it; who sends too much or takes too long is cut off. */
export function readHead(socket: Socket, take: (raw: string, early: Buffer) => void): void {
  const timer = setTimeout(() => socket.destroy(), headTimeoutMs)
  let unread = Buffer.alloc(0)
  const stop = () => {
    clearTimeout(timer)
    socket.off('data', read)
    socket.off('end', cut)
  }
  const cut = () => socket.destroy()
  function read(bytes: Buffer): void {
    unread = Buffer.concat([unread, bytes])
    const end = headEnd(unread)
    if (end < 0 && unread.length <= maxHeadBytes) return
    stop()
    if (end < 0 || end > maxHeadBytes) {
      socket.write(
        refusalHead('431 Request Header Fields Too Large', `a head has at most ${maxHeadBytes} bytes`),
      )
      endLingering(socket.resume())
    } else {
      socket.pause()
      take(unread.toString('latin1', 0, end), unread.subarray(end))
    }
  }
  socket.on('data', read)
  socket.once('end', cut)
  socket.once('close', stop)
}

import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'

/** A keep-alive connection that asks for one thing at a time and costs next to nothing. */
export interface Conversation {
  /** Sends a GET without fields but Host; resolves to the response's body. Rejects when the connection breaks. */
  get(target: string): Promise<Buffer>
  close(): void
}

/** Opens a TCP connection on loopback without Nagle's algorithm. Rejects when it is refused. */
export async function connect(port: number): Promise<Socket> {
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true })
  await once(socket, 'connect')
  return socket
}

/** Opens a connection for responses that have a Content-Length or no body (RFC 9112 section 6.3). */
export async function openConversation(port: number): Promise<Conversation> {
  const socket = await connect(port)
  let waiting: { resolve(body: Buffer): void; reject(error: Error): void } | undefined
  let received: Buffer = Buffer.alloc(0)

  function fail(error: Error): void {
    waiting?.reject(error)
    waiting = undefined
  }
  socket.on('data', chunk => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const body = bodyOf(received)
    if (!body || !waiting) return
    const { resolve } = waiting
    waiting = undefined
    received = Buffer.alloc(0)
    resolve(body)
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))

  return {
    get: target =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
      }),
    close: () => socket.destroy(),
  }
}

/** The body of a response that has come whole; undefined until then. */
function bodyOf(received: Buffer): Buffer | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const head = received.toString('latin1', 0, end)
  const lengthBytes = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
  const start = end + 4
  return received.length < start + lengthBytes ? undefined : received.subarray(start, start + lengthBytes)
}

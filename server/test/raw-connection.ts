import { connect } from 'node:net'
import { onTestFinished } from 'vitest'

/** A response as it stood on the wire, its body by Content-Length, by chunks, or to the end of the connection. */
export interface RawResponse {
  readonly status: number
  /** Field values by lower-case name; of a repeated field the values joined with a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A TCP connection on which a test writes what no HTTP client would. */
export interface RawConnection {
  send(bytes: string | Buffer): void
  /** The next final response; `bodiless` for the answer to a HEAD. */
  response(options?: { bodiless?: boolean }): Promise<RawResponse>
  /** The next response's head, then what came behind it, until `enough` says so. */
  head(): Promise<RawResponse>
  /** Takes `count` bytes of what came. */
  bytes(count: number): Promise<Buffer>
  /** Takes what came up to and with a text. */
  upTo(text: string): Promise<string>
  /** What came, until the server ended the connection; rejects when it was reset. */
  rest(): Promise<Buffer>
  /** No bytes are read from the socket until `resume`. */
  pause(): void
  resume(): void
  /** Ends the client's side. */
  end(): void
  /** Ends the client's side and waits until the connection is closed; rejects when it was reset. */
  close(): Promise<void>
  destroy(): void
}

/** Opens a raw connection that is closed with its test. */
export function openRaw(port: number): RawConnection {
  // Half open, so that a test sees the server's end and says itself when it ends.
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let received = Buffer.alloc(0)
  let ended = false
  let failure: Error | undefined
  let wake = () => {}
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  socket.on('data', data => {
    received = Buffer.concat([received, data])
    wake()
  })
  socket.on('end', () => {
    ended = true
    wake()
  })
  socket.on('error', error => {
    failure = error
    wake()
  })
  onTestFinished(() => void socket.destroy())

  /** Waits until `find` finds how many bytes to take. */
  async function take(find: () => number | undefined): Promise<Buffer> {
    for (;;) {
      const count = find()
      if (count !== undefined) {
        const taken = received.subarray(0, count)
        received = received.subarray(count)
        return taken
      }
      if (failure) throw failure
      if (ended) throw new Error(`the connection ended at ${JSON.stringify(received.toString())}`)
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  }

  const bytes = (count: number) => take(() => (received.length >= count ? count : undefined))
  const upTo = async (text: string) => {
    const taken = await take(() => {
      const start = received.indexOf(text)
      return start === -1 ? undefined : start + Buffer.byteLength(text)
    })
    return taken.toString()
  }
  const rest = () => take(() => (ended ? received.length : undefined))

  async function head(): Promise<RawResponse> {
    const text = await upTo('\r\n\r\n')
    const [start = '', ...lines] = text.trimEnd().split('\r\n')
    const headers: Record<string, string> = {}
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? []
      const key = name.toLowerCase()
      headers[key] = key in headers ? `${headers[key]}, ${value}` : value
    }
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(start)?.[1])
    return status === 100 ? head() : { status, headers, body: '' }
  }

  async function chunks(): Promise<string> {
    let body = ''
    for (;;) {
      const size = Number.parseInt(await upTo('\r\n'), 16)
      const data = await bytes(size + 2)
      if (size === 0) return body
      body += data.toString('utf8', 0, size)
    }
  }

  async function response({ bodiless = false } = {}): Promise<RawResponse> {
    const opening = await head()
    const { status, headers } = opening
    if (bodiless || status === 204) return opening
    if (headers['transfer-encoding'] === 'chunked') return { ...opening, body: await chunks() }
    const length = headers['content-length']
    const body = await (length === undefined ? rest() : bytes(Number(length)))
    return { ...opening, body: body.toString() }
  }

  return {
    send: data => void socket.write(data),
    response,
    head,
    bytes,
    upTo,
    rest,
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    end: () => void socket.end(),
    close: async () => {
      socket.end()
      await closed
      if (failure) throw failure
    },
    destroy: () => void socket.destroy(),
  }
}

/** The bytes of a request's head: `GET /polling`, fields as they are given, Host unless it is among them. */
export function head(start: string, fields: readonly string[] = []): string {
  const host = fields.some(field => /^host:/i.test(field)) ? [] : ['Host: lab']
  return [`${start} HTTP/1.1`, ...host, ...fields, '', ''].join('\r\n')
}

/** A request with a body and its Content-Length. */
export function withBody(start: string, body: string | Buffer, fields: readonly string[] = []): Buffer {
  const length = `Content-Length: ${Buffer.byteLength(body)}`
  return Buffer.concat([Buffer.from(head(start, [...fields, length])), Buffer.from(body)])
}

/** The fields of a WebSocket opening handshake (RFC 6455 section 1.2). */
export const handshakeFields = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]

/** An opening handshake. */
export function handshake(path: string, fields: readonly string[] = []): string {
  const given = new Set(fields.map(field => field.split(':')[0]))
  const usual = handshakeFields.filter(field => !given.has(field.split(':')[0]))
  return head(`GET ${path}`, [...usual, ...fields])
}

import { connect } from 'node:net'
import type { Block } from './document.ts'

/** An HTTP exchange as the document shows it, its lines ended by LF. */
interface Exchange {
  readonly request: string
  readonly response: string
}

/** Splits a block of the document at the status line; what is above it is sent, body and all. */
export function exchangeOf({ heading, text }: Block): Exchange {
  const start = text.search(/^HTTP\/1\.1 /m)
  if (start === -1) throw new Error(`"${heading}" shows a request without a response`)
  const response = text.slice(start).trimEnd()
  const [, head, body] = /^([\s\S]*?\n\n)([\s\S]*)$/.exec(text.slice(0, start))!
  return { request: head!.replaceAll('\n', '\r\n') + body!.trimEnd(), response }
}

/** Sends a request as it is, and resolves to what comes back until `isWhole` says so or the server closes. */
export function exchange(
  port: number,
  request: string,
  isWhole: (received: Buffer) => boolean,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    const socket = connect(port, '127.0.0.1')
    socket.on('error', reject)
    socket.on('close', () => resolve(received))
    socket.on('data', bytes => {
      received = Buffer.concat([received, bytes])
      if (isWhole(received)) socket.destroy()
    })
    socket.write(request)
  })
}

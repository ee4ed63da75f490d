import { type Agent, type IncomingMessage, type ClientRequest as Outgoing, request } from 'node:http'
import type { Fields } from '../heads.ts'
import { createQueue } from '../queue.ts'
import { type ClientRequest, type HttpAnswer, TransportError } from '../transport.ts'

/** What a request needs besides itself. */
export interface Wire {
  readonly agent: Agent
  readonly keepAlive: boolean
  readonly fields: Fields
}

/**
 * Sends a request with exactly these fields and resolves at the response's head. An abort destroys the connection
 * and rejects with the signal's reason.
 */
export function sendRequest(
  url: URL,
  init: ClientRequest,
  { agent, keepAlive, fields }: Wire,
): Promise<HttpAnswer> {
  const { method, body, signal } = init
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const headers = [
      ['Host', url.host],
      ['Connection', keepAlive ? 'keep-alive' : 'close'],
      ...(body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]]),
      ...Object.entries(init.headers ?? {}),
      ...fields,
    ].flat()
    const outgoing = request(url, { agent, method, headers })
    const abort = () => {
      outgoing.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort)
    outgoing.on('close', () => signal.removeEventListener('abort', abort))
    outgoing.on('error', error => reject(networkError(error)))
    outgoing.on('response', response => resolve(answerOf(response, outgoing, signal)))
    outgoing.end(body)
  })
}

/** The answer of a response; its listeners are there from the start, so no error finds nobody. */
export function answerOf(response: IncomingMessage, outgoing: Outgoing, signal: AbortSignal): HttpAnswer {
  const body = createQueue<string>({
    sizeOf: chunk => chunk.length,
    pause: () => response.pause(),
    resume: () => response.resume(),
    close() {
      // A body that was read to its end leaves its connection to the next request.
      if (!response.complete) outgoing.destroy()
    },
  })
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => body.push(chunk))
  response.on('end', () => body.end())
  response.on('error', error => body.fail(signal.aborted ? signal.reason : networkError(error)))
  return {
    status: response.statusCode!,
    header: name => response.headers[name.toLowerCase()]?.toString() ?? null,
    async text() {
      let text = ''
      for await (const chunk of body) text += chunk
      return text
    },
    chunks: () => body,
  }
}

/** The TransportError of a connection that could not be made, or was lost. */
export function networkError(cause: Error & { code?: string }): TransportError {
  return new TransportError('network', cause.message || (cause.code ?? 'no connection'), { cause })
}

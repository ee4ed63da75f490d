import type { ServerResponse } from 'node:http'
import { enter, type Handler, type ServerContext } from './context.ts'
import { type Encoding, encodedOnce, follow } from './follow.ts'
import { whenItsTurn } from './pipeline.ts'
import type { Cursor, Gap, TransportName } from './protocol.ts'
import { readFeedRequest } from './request.ts'

/** How a kind of stream writes its messages, before chunks are put around them. */
export interface StreamText {
  readonly transport: TransportName
  readonly contentType: string
  opening(cursor: Cursor): string
  record(id: Cursor, record: string): string
  gap(gap: Gap): string
  heartbeat(cursor: Cursor): string
}

/** A response that never ends of itself: one head, then the feed in chunks (RFC 9112 section 7.1). */
export function stream(context: ServerContext, text: StreamText): Handler {
  const { feed, settings, origins } = context
  const encodings = { chunked: encodingOf(context, text, true), plain: encodingOf(context, text, false) }
  return (request, response) => {
    const ask = readFeedRequest(request, feed)
    whenItsTurn(response, () => {
      const socket = response.socket!
      const chunked = request.httpVersionMinor >= 1
      // By itself Node would also chunk for an HTTP/1.0 client whose TE says so.
      response.useChunkedEncodingByDefault = chunked
      openResponse(response, text.contentType, origins.corsHeaders(request))
      const stop = follow({
        feed,
        socket,
        encoding: chunked ? encodings.chunked : encodings.plain,
        ask,
        heartbeatMs: settings.heartbeatMs,
        isOpen: () => socket.writable,
      })
      const age = settings.streamAgeMs === undefined ? undefined : setTimeout(end, settings.streamAgeMs)
      const leave = enter(context, text.transport, endWithServer)
      response.once('close', release)

      function release(): void {
        stop()
        clearTimeout(age)
        leave()
      }
      function end(): void {
        release()
        response.end()
      }
      function endWithServer(): void {
        end()
        // The head promised nothing about the connection, so it is closed once the last chunk is out.
        response.once('finish', () => socket.end())
      }
    })
  }
}

function openResponse(response: ServerResponse, contentType: string, cors: readonly string[]): void {
  response.writeHead(200, [
    ...cors,
    'Content-Type',
    contentType,
    // no-transform keeps compressing proxies from collecting chunks, X-Accel-Buffering nginx from buffering them.
    'Cache-Control',
    'no-store, no-transform',
    'X-Accel-Buffering',
    'no',
  ])
  response.flushHeaders()
}

/**
 * The bytes for the socket. Node's own chunking would build the same frame again for each subscriber, so the chunk
 * is made here, once an event. HTTP/1.0 knows no chunks: the body ends with the connection.
 */
function encodingOf({ feed }: ServerContext, text: StreamText, chunked: boolean): Encoding {
  const encode = chunked ? chunk : (body: string) => Buffer.from(body)
  const name = chunked ? text.transport : `${text.transport}/1.0`
  return {
    opening: cursor => encode(text.opening(cursor)),
    record: encodedOnce(name, event => encode(text.record(feed.cursorAt(event.sequence), event.record))),
    gap: gap => encode(text.gap(gap)),
    heartbeat: cursor => encode(text.heartbeat(cursor)),
  }
}

/** One chunk: size in hexadecimal, CRLF, data, CRLF. */
export function chunk(body: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`)
}

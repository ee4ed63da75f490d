import type { Handler, ServerContext } from './context.ts'
import type { Health } from './protocol.ts'

/** `GET /health`: that the server answers, where its log stands and who is subscribed. */
export function health({ feed, subscribers, origins }: ServerContext): Handler {
  return (request, response) => {
    const state: Health = { status: 'ok', epoch: feed.epoch, head: feed.cursorAt(feed.head), subscribers }
    const body = JSON.stringify(state)
    const headers = ['Content-Type', 'application/json', 'Cache-Control', 'no-store']
    const length = ['Content-Length', String(Buffer.byteLength(body))]
    response.writeHead(200, [...origins.corsHeaders(request), ...headers, ...length]).end(body)
  }
}

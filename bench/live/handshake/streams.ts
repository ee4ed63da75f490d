import type { ServerResponse } from 'node:http'
import type { OpenStreams } from '../../../client/page/handshake/protocol.ts'

/** How many event streams there are to open: two more than the six connections that a browser gives a host. */
export const streamCount = 8

/** Event streams that say one event and stay open; how many are open at once is what a lesson counts. */
export interface Streams {
  /** The number in `/stream/N`, 1 to 8; undefined for another path. */
  numberOf(path: string): number | undefined
  open(stream: number, response: ServerResponse, fields: Readonly<Record<string, string>>): void
  count(): OpenStreams
  /** Ends all that are open. */
  end(): void
}

/** Creates the streams, none of them open. */
export function createStreams(): Streams {
  const responses = new Map<ServerResponse, number>()
  return {
    numberOf(path) {
      const stream = Number(/^\/stream\/([1-9])$/.exec(path)?.[1])
      return stream <= streamCount ? stream : undefined
    },
    open(stream, response, fields) {
      responses.set(response, stream)
      response.once('close', () => responses.delete(response))
      response.writeHead(200, { ...fields, 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      response.write(`data: ${stream}\n\n`)
    },
    count: () => ({ open: responses.size, streams: [...responses.values()].sort((a, b) => a - b) }),
    end() {
      for (const response of responses.keys()) response.end()
    },
  }
}

import type { Cursor } from '../server/protocol.ts'
import { readEventSource } from './browser/event-source.ts'
import { openWebSocket } from './browser/websocket.ts'
import { currentCursor } from './poll.ts'
import { type ClientEnvironment, type ClientRequest, type HttpAnswer, TransportError } from './transport.ts'

/** What a page has of the web; a test gives its own. */
export type Web = Pick<typeof globalThis, 'fetch' | 'WebSocket' | 'EventSource'>

/** Creates the environment of a page. Cookies, heads and connections are the browser's. */
export function createBrowserEnvironment(web: Web = globalThis): ClientEnvironment {
  const environment: ClientEnvironment = {
    random: Math.random,
    now: () => performance.now(),
    request: (url, init) => request(web, url, init),
    openWebSocket: (url, protocol, signal) => openWebSocket(web, url, protocol, signal),
    async *openEventStream(url, { lastEventId, signal }) {
      // An EventSource tells no id before its first event, so a page asks first where the feed stands.
      const since: Cursor = lastEventId ?? (await currentCursor('polling', { url, signal, environment }))
      const address = new URL(url)
      address.searchParams.set('since', since)
      yield* readEventSource(web, address, since, signal)
    },
  }
  return environment
}

async function request({ fetch }: Web, url: URL, { signal, ...init }: ClientRequest): Promise<HttpAnswer> {
  const network = (cause: unknown): never => {
    if (signal.aborted) throw signal.reason
    throw new TransportError('network', cause instanceof Error ? cause.message : String(cause), { cause })
  }
  const response = await fetch(url, { ...init, signal }).catch(network)
  return {
    status: response.status,
    header: name => response.headers.get(name),
    text: () => response.text().catch(network),
    async *chunks() {
      if (!response.body) return
      const reader = response.body.getReader()
      const decoder = new TextDecoder()
      try {
        for (;;) {
          const { done, value } = await reader.read().catch(network)
          if (done) return
          yield decoder.decode(value, { stream: true })
        }
      } finally {
        reader.cancel().catch(() => undefined)
      }
    },
  }
}

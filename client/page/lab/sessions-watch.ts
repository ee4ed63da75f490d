import { currentCursor } from '../../poll.ts'
import type { ClientEnvironment, Transport } from '../../transport.ts'
import { transports } from '../../transports.ts'

/** Told when a request leaves the page's hands, and when its response begins or fails. */
export interface RequestWatch {
  asked(): void
  answered(): void
}

/** An environment whose HTTP requests are watched. */
export function watched(environment: ClientEnvironment, watch: RequestWatch): ClientEnvironment {
  return {
    ...environment,
    async request(url, init) {
      watch.asked()
      try {
        return await environment.request(url, init)
      } finally {
        watch.answered()
      }
    },
    async *openEventStream(url, options) {
      watch.asked()
      try {
        for await (const event of environment.openEventStream(url, options)) {
          watch.answered()
          yield event
        }
      } finally {
        watch.answered()
      }
    },
  }
}

/**
 * Server-sent events whose start is asked for without the page's mark, `?tab=`: an EventSource keeps its first id to
 * itself, so the page needs one poll, and that poll must not be counted as one of polling's.
 */
export const unmarkedSse: Transport = async function* (options) {
  const bare = new URL('/', options.url)
  yield* transports.sse({
    ...options,
    since: options.since ?? (await currentCursor('polling', { ...options, url: bare })),
  })
}

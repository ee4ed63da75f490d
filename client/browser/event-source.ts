import type { Cursor } from '../../server/protocol.ts'
import { createQueue } from '../queue.ts'
import { type StreamEvent, TransportError } from '../transport.ts'

/** The types that the feed gives its events; an EventSource tells only those that were asked for. */
const eventTypes = ['message', 'gap', 'heartbeat'] as const

/**
 * Reads an EventSource until its first error, then closes it: it would retry by itself, and give up on a 503.
 * It tells neither a status nor whether the stream ended in order, so every end is `network`.
 */
export function readEventSource(
  { EventSource }: Pick<typeof globalThis, 'EventSource'>,
  url: URL,
  since: Cursor,
  signal: AbortSignal,
): AsyncIterable<StreamEvent> {
  const source = new EventSource(url)
  const abort = () => events.fail(signal.reason)
  const events = createQueue<StreamEvent>({
    close() {
      source.close()
      signal.removeEventListener('abort', abort)
    },
  })
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  source.addEventListener('open', () => events.push({ type: 'open', lastEventId: since, data: '' }))
  for (const type of eventTypes) {
    source.addEventListener(type, ({ lastEventId, data }: MessageEvent<string>) =>
      events.push({ type, lastEventId, data }),
    )
  }
  source.addEventListener('error', () => {
    source.close()
    events.fail(new TransportError('network', 'the event stream could not be opened, or ended'))
  })
  return events
}

import { feedUrl } from '../feed-url.ts'
import { readMessage } from '../message.ts'
import { session } from '../session.ts'
import { type Transport, TransportError } from '../transport.ts'

/**
 * Server-sent events: a stream in a format that browsers know (WHATWG HTML section 9.2). An event's id is the
 * cursor, and the first id comes with no event: it says where the reader stands.
 */
export const sse: Transport = session(async function* (options) {
  const { environment, since, signal } = options
  const events = environment.openEventStream(feedUrl('sse', options), { lastEventId: since, signal })

  for await (const { type, lastEventId, data } of events) {
    yield type === 'open' ? { type, cursor: lastEventId } : readMessage(data)
  }

  throw new TransportError('closed', 'the server ended the event stream')
})

import type { EventRecord, FeedMessage } from '../server/protocol.ts'
import { problemError } from './problem.ts'
import { type Delivery, TransportError } from './transport.ts'

/** The member that tells a message from the others; for a record it is its `id`. */
type Kind<M> = M extends EventRecord ? 'id' : keyof M
type Kinds = FeedMessage extends infer M ? (M extends FeedMessage ? Kind<M> : never) : never
type MessageOf<K extends Kinds> = K extends 'id' ? EventRecord : Extract<FeedMessage, Record<K, unknown>>

const readers: { readonly [K in Kinds]: (message: MessageOf<K>) => Delivery } = {
  id: record => ({ type: 'event', cursor: record.id, record }),
  heartbeat: ({ heartbeat }) => ({ type: 'alive', cursor: heartbeat, empty: false }),
  gap: ({ gap }) => ({ type: 'gap', cursor: gap.cursor, gap }),
  cursor: ({ cursor }) => ({ type: 'open', cursor }),
  published: ({ published }) => {
    throw new TransportError('protocol', `the server answered a publish that was never sent: ${published}`)
  },
  problem: ({ problem }) => {
    throw problemError(problem.status, problem)
  },
}

const kinds = Object.keys(readers) as Kinds[]

/**
 * Reads one message of the feed: a line of `/streaming`, the data of an `/sse` event, a text of `/websocket`.
 * Throws the TransportError of a problem, and `protocol` for anything else that is not a message.
 */
export function readMessage(text: string): Delivery {
  const message = parseJson(text)
  if (typeof message === 'object' && message !== null) {
    for (const kind of kinds) if (kind in message) return readers[kind](message as never)
  }
  throw new TransportError('protocol', `not a message of the feed: ${excerpt(text)}`)
}

/** Parses what the server sent. Throws a TransportError `protocol` when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new TransportError('protocol', `not JSON: ${excerpt(text)}`, { cause })
  }
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}

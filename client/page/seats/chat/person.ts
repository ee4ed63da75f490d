import type { Cursor, TransportName } from '../../../../server/protocol.ts'
import { publish } from '../../../publish.ts'
import { type SubscriptionState, subscribe } from '../../../subscribe.ts'
import { type ClientEnvironment, TransportError } from '../../../transport.ts'
import { createDuplex, type Duplex } from '../../duplex.ts'
import type { FollowOptions } from '../follower.ts'
import { chatTopic } from '../protocol.ts'
import { type ChatLine, readChatLine } from './line.ts'

/** What one of the two sees. */
export interface PersonEvents {
  /** A line came, one's own too. */
  readonly onLine: (line: ChatLine, cursor: Cursor) => void
  readonly onState: (state: SubscriptionState) => void
  /** The subscription ended for good, and why in one line. */
  readonly onEnd: (reason: string) => void
}

/** One who chats: hears by the transport that was chosen, and speaks as that transport can. */
export interface Person {
  /** Begins; ends what runs. */
  start(transport: TransportName, options: FollowOptions): void
  stop(): void
  /** Sends a line after those before it; rejects with a TransportError. */
  say(line: ChatLine): Promise<void>
}

type Say = (line: ChatLine, duplex: Duplex, url: URL, signal: AbortSignal) => Promise<Cursor>

/** Only a WebSocket has a way up; beside each of the others goes a request a line. */
const post: Say = (line, { environment }, url, signal) =>
  publish(environment, url, line, { topic: chatTopic, signal })

const ways: Readonly<Record<TransportName, Say>> = {
  polling: post,
  'long-polling': post,
  streaming: post,
  sse: post,
  websocket: (line, duplex) => duplex.publish(line, chatTopic),
}

interface Running {
  readonly transport: TransportName
  readonly url: URL
  readonly duplex: Duplex
  readonly ended: AbortController
}

/** Creates one who does not listen yet. */
export function createPerson(environment: ClientEnvironment, events: PersonEvents): Person {
  let running: Running | undefined
  let turn: Promise<unknown> = Promise.resolve()

  function stop(): void {
    running?.ended.abort()
    running = undefined
  }

  return {
    start(transport, options) {
      stop()
      running = {
        transport,
        url: options.url,
        duplex: createDuplex(environment),
        ended: new AbortController(),
      }
      void listen(running, options, events)
    },
    stop,
    say(line) {
      const said = turn.then(() => {
        if (!running) throw new TransportError('closed', 'not connected')
        const { transport, duplex, url, ended } = running
        return ways[transport](line, duplex, url, ended.signal)
      })
      turn = said.catch(() => undefined)
      return said.then(() => undefined)
    },
  }
}

async function listen(
  { transport, duplex, ended: { signal } }: Running,
  options: FollowOptions,
  { onLine, onState, onEnd }: PersonEvents,
): Promise<void> {
  const deliveries = subscribe({
    ...options,
    ...{ transport, environment: duplex.environment, topic: chatTopic, signal, backoff: { maxMs: 5_000 } },
    onState: state => signal.aborted || onState(state),
  })
  try {
    for await (const delivery of deliveries) {
      if (signal.aborted) return
      const line = delivery.type === 'event' ? readChatLine(delivery.record.data) : undefined
      if (line) onLine(line, delivery.cursor)
    }
  } catch (error) {
    if (!signal.aborted) onEnd(error instanceof Error ? error.message : String(error))
  }
}

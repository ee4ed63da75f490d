import {
  type Cursor,
  type FeedMessage,
  type Json,
  type PublishMessage,
  subprotocol,
} from '../server/protocol.ts'
import { feedUrl } from './feed-url.ts'
import { parseJson } from './message.ts'
import { answerError, problemError } from './problem.ts'
import { type ClientEnvironment, TransportError, type WebSocketChannel } from './transport.ts'

/** Appends `data` with one POST, which keeps the base's query, and resolves to the event's cursor. Throws a TransportError. */
export async function publish(
  environment: ClientEnvironment,
  url: URL,
  data: Json,
  { topic, signal }: { topic?: string | undefined; signal: AbortSignal },
): Promise<Cursor> {
  const address = new URL('events', url)
  address.search = url.search
  if (topic !== undefined) address.searchParams.set('topic', topic)
  const answer = await environment.request(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(data),
    signal,
  })
  if (answer.status !== 201) throw await answerError(answer)
  const { id } = parseJson(await answer.text()) as { id: Cursor }
  return id
}

/** Publishes over one WebSocket. */
export interface Publisher {
  /** Resolves to the event's cursor; rejects with a TransportError when it is refused or the channel is gone. */
  publish(data: Json, topic?: string): Promise<Cursor>
  close(): void
}

interface Pending {
  resolve(cursor: Cursor): void
  reject(error: unknown): void
}

/** Opens a WebSocket to publish on. The feed's own messages come on it too and are let go by. */
export async function openPublisher(
  environment: ClientEnvironment,
  url: URL,
  { signal }: { signal: AbortSignal },
): Promise<Publisher> {
  const channel = await environment.openWebSocket(feedUrl('websocket', { url }), subprotocol, signal)
  const pending: Pending[] = []
  let ended: { readonly error: unknown } | undefined

  readAnswers(channel, pending)
    .then(() => new TransportError('closed', 'the WebSocket is closed'))
    .catch((error: unknown) => (signal.aborted ? signal.reason : error))
    .then(error => {
      ended = { error }
      channel.close()
      for (const { reject } of pending.splice(0)) reject(error)
    })

  return {
    publish: (data, topic) =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(ended.error)
          return
        }
        const message: PublishMessage = topic === undefined ? { publish: data } : { publish: data, topic }
        channel.send(JSON.stringify(message))
        pending.push({ resolve, reject })
      }),
    close: () => channel.close(),
  }
}

/** Answers come in the order of the publishes, so the oldest is the one that is meant. */
async function readAnswers(channel: WebSocketChannel, pending: Pending[]): Promise<void> {
  for await (const text of channel.messages) {
    const message = parseJson(text) as FeedMessage
    if ('published' in message) pending.shift()?.resolve(message.published)
    else if ('problem' in message)
      pending.shift()?.reject(problemError(message.problem.status, message.problem))
  }
}

import type { Cursor, FeedMessage, Json, PublishMessage } from '../../server/protocol.ts'
import { parseJson } from '../message.ts'
import { problemError } from '../problem.ts'
import { type ClientEnvironment, TransportError, type WebSocketChannel } from '../transport.ts'

/** An environment whose WebSocket publishes too, so that one connection carries both directions. */
export interface Duplex {
  /** To subscribe with; what answers a publish is taken out of its WebSocket's messages. */
  readonly environment: ClientEnvironment
  /** Publishes on the WebSocket that is open; rejects with a TransportError when there is none or it breaks. */
  publish(data: Json, topic?: string): Promise<Cursor>
  /** Whether there is one. */
  isOpen(): boolean
}

interface Pending {
  resolve(cursor: Cursor): void
  reject(error: unknown): void
}

const notOpen = () => new TransportError('closed', 'the WebSocket is not open')

/** Makes an environment's WebSocket two-way. */
export function createDuplex(base: ClientEnvironment): Duplex {
  const pending: Pending[] = []
  let channel: WebSocketChannel | undefined

  /** Answers come in the order of the publishes, so the oldest is the one that is meant. */
  function isAnswer(text: string): boolean {
    const oldest = pending[0]
    if (!oldest) return false
    const message = parseJson(text) as FeedMessage
    if ('published' in message) oldest.resolve(message.published)
    else if ('problem' in message) oldest.reject(problemError(message.problem.status, message.problem))
    else return false
    pending.shift()
    return true
  }
  async function* withoutAnswers(opened: WebSocketChannel): AsyncGenerator<string> {
    try {
      for await (const text of opened.messages) if (!isAnswer(text)) yield text
    } finally {
      if (channel === opened) channel = undefined
      for (const { reject } of pending.splice(0)) reject(notOpen())
    }
  }

  return {
    environment: {
      ...base,
      async openWebSocket(url, protocol, signal) {
        const opened = await base.openWebSocket(url, protocol, signal)
        channel = opened
        return { ...opened, messages: withoutAnswers(opened) }
      },
    },
    publish: (data, topic) =>
      new Promise((resolve, reject) => {
        if (!channel) {
          reject(notOpen())
          return
        }
        const message: PublishMessage = topic === undefined ? { publish: data } : { publish: data, topic }
        channel.send(JSON.stringify(message))
        pending.push({ resolve, reject })
      }),
    isOpen: () => channel !== undefined,
  }
}

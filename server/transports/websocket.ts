import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { enter, type ServerContext, type UpgradeHandler } from '../context.ts'
import { type Encoding, encodedOnce, follow } from '../follow.ts'
import { textFrame } from '../frame.ts'
import { ProblemError, problemDocument } from '../problem.ts'
import type { Cursor } from '../protocol.ts'
import { readPublishMessage } from '../publish.ts'
import { watchPulse } from '../pulse.ts'
import { type FeedRequest, readFeedRequest } from '../request.ts'
import { send } from '../send.ts'
import type { WebSocketAcceptor } from '../upgrade.ts'

/** WebSocket: one handshake, then a frame for each message, in both directions (RFC 6455). */
export function websocket(context: ServerContext, accept: WebSocketAcceptor): UpgradeHandler {
  const { feed } = context
  return (request, socket, head) => {
    const ask = readFeedRequest(request, feed)
    accept(request, socket, head, channel => serve(context, channel, socket, ask))
  }
}

/** Frames of the feed go to the socket as they were encoded once; replies and control frames go through ws. */
function serve(context: ServerContext, channel: WebSocket, socket: Duplex, ask: FeedRequest): void {
  const { feed, settings } = context
  const { heartbeatMs } = settings
  // From either side's close frame on the channel is closing: no data may follow it (RFC 6455 section 5.5.1).
  const isOpen = () => socket.writable && channel.readyState === channel.OPEN
  const stopFollowing = follow({ feed, socket, encoding, ask, heartbeatMs, isOpen })
  const stopWatching = watchPulse(channel, socket, heartbeatMs)
  const leave = enter(context, 'websocket', () => end(1001))

  channel.on('message', (data, isBinary) => {
    if (isBinary) end(1003)
    else send(channel, socket, JSON.stringify(publishAndAnswer(context, String(data))))
  })
  channel.on('error', release)
  channel.on('close', release)

  function release(): void {
    stopFollowing()
    stopWatching()
    leave()
  }

  function end(code: number): void {
    release()
    channel.close(code)
  }
}

const encoding: Encoding = {
  opening: cursor => textFrame(JSON.stringify({ cursor })),
  record: encodedOnce('websocket', event => textFrame(event.record)),
  gap: gap => textFrame(JSON.stringify({ gap })),
  heartbeat: cursor => textFrame(JSON.stringify({ heartbeat: cursor })),
}

function publishAndAnswer({ feed }: ServerContext, text: string): object {
  try {
    const event = feed.append(readPublishMessage(text))
    const published: Cursor = feed.cursorAt(event.sequence)
    return { published }
  } catch (error) {
    if (error instanceof ProblemError) return { problem: problemDocument(error) }
    throw error
  }
}

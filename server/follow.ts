import type { Duplex } from 'node:stream'
import type { Feed, FeedEvent, Position } from './feed.ts'
import type { Cursor, Gap } from './protocol.ts'
import type { FeedRequest } from './request.ts'

/** How one transport writes what a follower is told: complete bytes for the socket, framing and all. */
export interface Encoding {
  opening(cursor: Cursor): Buffer
  record(event: FeedEvent): Buffer
  gap(gap: Gap): Buffer
  heartbeat(cursor: Cursor): Buffer
}

/** What a follower starts from. */
export interface FollowOptions {
  readonly feed: Feed
  readonly socket: Duplex
  readonly encoding: Encoding
  readonly ask: FeedRequest
  readonly heartbeatMs: number
  /** Whether the feed may still write to the socket. */
  readonly isOpen: () => boolean
}

/** Records between two looks at the socket; a stalled one is noticed after these at the latest. */
const recordsPerRead = 64

/**
 * Writes the feed to a socket from a position on: the opening cursor, then every event as it comes. Under
 * back-pressure it stops and keeps only its position; on drain it reads on from the log. Returns the way to stop.
 */
export function follow({ feed, socket, encoding, ask, heartbeatMs, isOpen }: FollowOptions): () => void {
  const { topic } = ask
  let at = ask.position ?? feed.head
  let blocked = false
  const stopFollowing = feed.follow(topic, pump)
  const heartbeat = setInterval(() => {
    if (!blocked && isOpen()) blocked = !socket.write(encoding.heartbeat(feed.cursorAt(at)))
  }, heartbeatMs)
  socket.on('drain', resume)
  socket.on('close', stop)

  // The reader's own cursor, were it of another epoch: cut off before the gap, it comes back with it and is told.
  blocked = !socket.write(encoding.opening(ask.cursor ?? feed.cursorAt(at)))
  pump()

  function resume(): void {
    blocked = false
    pump()
  }

  function pump(): void {
    if (blocked || !isOpen()) return
    const corked = at < feed.head - 1
    if (corked) socket.cork()
    while (!blocked && at < feed.head && writeBatch()) {
      // Until the log is read to its head, or the socket is full.
    }
    if (corked) socket.uncork()
  }

  /** Writes up to a batch; false when there was nothing to write. */
  function writeBatch(): boolean {
    const reading = feed.read(at, { topic, maxEvents: recordsPerRead })
    if (reading.gap) blocked = !socket.write(encoding.gap(reading.gap))
    if (reading.gap) at = feed.locate(reading.gap.cursor) as Position
    for (const event of reading.events) {
      if (blocked) return false
      blocked = !socket.write(encoding.record(event))
      at = event.sequence
    }
    if (!blocked) at = reading.position
    return reading.events.length > 0
  }

  function stop(): void {
    stopFollowing()
    clearInterval(heartbeat)
    socket.off('drain', resume)
    socket.off('close', stop)
  }

  return stop
}

/** A transport's bytes of an event, made once however many followers it has. */
export function encodeOnce(event: FeedEvent, name: string, encode: (record: string) => Buffer): Buffer {
  let bytes = event.encoded.get(name)
  if (!bytes) {
    bytes = encode(event.record)
    event.encoded.set(name, bytes)
  }
  return bytes
}

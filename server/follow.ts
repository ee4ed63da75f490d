import type { Duplex } from 'node:stream'
import type { Feed, FeedEvent, Position } from './feed.ts'
import type { News } from './followers.ts'
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
  const stopFollowing = feed.follow(topic, tell)
  const heartbeat = setInterval(() => {
    if (!blocked && isOpen()) blocked = !socket.write(encoding.heartbeat(feed.cursorAt(at)))
  }, heartbeatMs)
  socket.on('drain', resume)
  socket.on('close', stop)

  // The reader's own cursor, were it of another epoch: cut off before the gap, it comes back with it and is told.
  blocked = !socket.write(encoding.opening(ask.cursor ?? feed.cursorAt(at)))
  readOn()

  function resume(): void {
    blocked = false
    readOn()
  }

  /** Who keeps up takes the news as they are; the others read the log, which tells them what it no longer holds. */
  function tell({ after, events }: News): void {
    if (blocked) return
    const first = events[0]!.sequence
    if (at < after || at >= first || first <= feed.lastEvicted) readOn()
    else if (events.length === 1) write(events)
    else corked(() => write(events))
  }

  function readOn(): void {
    if (!blocked && at < feed.head) corked(readToHead)
  }

  function corked(work: () => void): void {
    socket.cork()
    work()
    socket.uncork()
  }

  /** Reads until there is no more, or the socket is full. */
  function readToHead(): void {
    while (!blocked && at < feed.head && isOpen()) {
      const { gap, events, position } = feed.read(at, { topic, maxEvents: recordsPerRead })
      if (gap) {
        blocked = !socket.write(encoding.gap(gap))
        at = feed.locate(gap.cursor) as Position
      }
      write(events)
      if (!blocked) at = position
    }
  }

  function write(events: readonly FeedEvent[]): void {
    for (const event of events) {
      if (blocked || !isOpen()) return
      blocked = !socket.write(encoding.record(event))
      at = event.sequence
    }
  }

  function stop(): void {
    stopFollowing()
    clearInterval(heartbeat)
    socket.off('drain', resume)
    socket.off('close', stop)
  }

  return stop
}

/** A transport's bytes of an event, made once however many followers it has; who follows mostly asks for the last one. */
export function encodedOnce(
  name: string,
  encode: (event: FeedEvent) => Buffer,
): (event: FeedEvent) => Buffer {
  let last: FeedEvent | undefined
  let bytes: Buffer
  return event => {
    if (event === last) return bytes
    const known = event.encoded.get(name)
    bytes = known ?? encode(event)
    if (!known) event.encoded.set(name, bytes)
    last = event
    return bytes
  }
}

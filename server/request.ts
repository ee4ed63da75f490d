import type { IncomingMessage } from 'node:http'
import type { Feed, Position } from './feed.ts'
import { hasField } from './fields.ts'
import { ProblemError, quoted } from './problem.ts'
import { type Cursor, defaultHoldMs, maxHoldMs, maxTopicBytes, type Take, takes } from './protocol.ts'
import { type Query, queryOf, single } from './query.ts'

/** What a reader of the feed asked for, checked. */
export interface FeedRequest {
  /** The cursor as it was given; undefined: from now on. */
  readonly cursor: Cursor | undefined
  /** The place in the log that it names. */
  readonly position: Position | undefined
  readonly topic: string | undefined
}

/** What a poll asked for besides. */
export interface PollRequest extends FeedRequest {
  readonly take: Take
  readonly holdMs: number
}

/** The path of a request target in origin or absolute form (RFC 9112 section 3.2), without its query. */
export function pathOf(target: string): string {
  const origin = target.startsWith('/') ? target : withoutAuthority(target)
  const end = origin.indexOf('?')
  return end === -1 ? origin : origin.slice(0, end)
}

function withoutAuthority(target: string): string {
  const match = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(target)
  return match ? target.slice(match[0].length) || '/' : target
}

/** Reads `since`, or `Last-Event-ID`, which wins, and `topic`. Throws a 400 that names the field. */
export function readFeedRequest(request: IncomingMessage, feed: Feed): FeedRequest {
  return feedRequestOf(request, queryOf(request), feed)
}

function feedRequestOf(request: IncomingMessage, query: Query, feed: Feed): FeedRequest {
  const [field, cursor] = givenCursor(request, query)
  const position = cursor === undefined ? undefined : locate(feed, field, cursor)
  return { cursor, position, topic: readTopic(query) }
}

/** Reads what a poll may ask: a feed request, `take` and `timeout`. Throws a 400 that names the field. */
export type PollRequestReader = (request: IncomingMessage) => PollRequest

/**
 * Reads the polls of one feed. Most who poll stand at its head and ask in the same words, so the last of those is kept:
 * what was a place in the log stays one.
 */
export function createPollRequestReader(feed: Feed): PollRequestReader {
  let lastUrl: string | undefined
  let last: PollRequest
  return request => {
    const isPlain = !hasField(request, 'last-event-id')
    if (isPlain && request.url === lastUrl) return last
    const query = queryOf(request)
    const { cursor, position, topic } = feedRequestOf(request, query, feed)
    const ask = { cursor, position, topic, take: readTake(query), holdMs: readHold(query) }
    if (isPlain) {
      lastUrl = request.url
      last = ask
    }
    return ask
  }
}

function givenCursor(request: IncomingMessage, query: Query): [field: string, cursor?: Cursor] {
  const lastEventId = hasField(request, 'last-event-id') && request.headers['last-event-id']
  if (lastEventId) return ['Last-Event-ID', String(lastEventId)]
  const since = single(query, 'since')
  return since === undefined ? ['since'] : ['since', since]
}

function locate(feed: Feed, field: string, cursor: Cursor): Position {
  const position = feed.locate(cursor)
  if (typeof position === 'number') return position
  const detail = {
    malformed: `${field} must be a cursor such as ${feed.cursorAt(0)}, got ${quoted(cursor)}`,
    ahead: `${field} lies ahead of the feed, whose head is ${feed.cursorAt(feed.head)}: got ${quoted(cursor)}`,
  }
  throw new ProblemError(400, detail[position], { field })
}

/** Reads `topic`, also for publishing. Throws a 400. */
export function readTopic(query: Query): string | undefined {
  const topic = single(query, 'topic')
  if (topic === undefined) return undefined
  checkTopic(topic)
  return topic
}

/** Refuses a topic that is empty, too long, or half a character with a 400. */
export function checkTopic(topic: string): void {
  // JSON can write a surrogate alone, and no URL could ask for it.
  if (/\p{Surrogate}/u.test(topic)) {
    throw new ProblemError(400, `topic must be Unicode text, got ${quoted(topic)}`, { field: 'topic' })
  }
  const bytes = Buffer.byteLength(topic)
  if (bytes >= 1 && bytes <= maxTopicBytes) return
  throw new ProblemError(400, `topic must be 1 to ${maxTopicBytes} bytes long, got ${bytes}`, {
    field: 'topic',
  })
}

function readTake(query: Query): Take {
  const value = single(query, 'take') ?? 'all'
  const take = takes.find(name => name === value)
  if (!take) {
    throw new ProblemError(400, `take must be one of ${takes.join(', ')}, got ${quoted(value)}`, {
      field: 'take',
    })
  }
  return take
}

function readHold(query: Query): number {
  const value = single(query, 'timeout')
  if (value === undefined) return defaultHoldMs
  const holdMs = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
  if (holdMs <= maxHoldMs) return holdMs
  throw new ProblemError(
    400,
    `timeout must be a whole number of milliseconds from 0 to ${maxHoldMs}, got ${quoted(value)}`,
    { field: 'timeout' },
  )
}

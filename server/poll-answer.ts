import type { ServerResponse } from 'node:http'
import type { Feed, Reading } from './feed.ts'
import type { PollRequest } from './request.ts'

/** A poll's answer, ready to be written. */
export interface PollAnswer {
  readonly status: 200 | 204
  /** Name, value, name, value. */
  readonly fields: readonly string[]
  readonly body: Buffer | undefined
}

/** The answer when there is nothing newer (RFC 9110 section 15.3.5). */
const nothingNew: PollAnswer = { status: 204, fields: ['Cache-Control', 'no-store'], body: undefined }

/** Finds the answers of one kind of poll. */
export interface PollAnswers {
  /** A 204 when there is nothing newer. */
  answerTo(ask: PollRequest): PollAnswer
  /** Undefined when there is nothing newer. */
  newsFor(ask: PollRequest): PollAnswer | undefined
}

/**
 * Reads and renders what polls are answered with. Polls that are held at one cursor are answered with one text, so the
 * last one is kept: it follows from what is asked and how far the log is.
 */
export function createPollAnswers(feed: Feed): PollAnswers {
  let last:
    | { readonly ask: PollRequest; readonly head: number; readonly news: PollAnswer | undefined }
    | undefined

  function newsFor(ask: PollRequest): PollAnswer | undefined {
    const { head } = feed
    if (last && last.head === head && asksTheSame(last.ask, ask)) return last.news
    const reading = readForPoll(feed, ask)
    const news = reading && rendered(feed, reading)
    last = { ask, head, news }
    return news
  }

  return { newsFor, answerTo: ask => newsFor(ask) ?? nothingNew }
}

function asksTheSame(a: PollRequest, b: PollRequest): boolean {
  return a.position === b.position && a.topic === b.topic && a.take === b.take
}

/** Undefined when there is nothing newer. */
function readForPoll(feed: Feed, { position, topic, take }: PollRequest): Reading | undefined {
  if (position === undefined) return { gap: undefined, events: [], position: feed.head }
  const reading =
    take === 'latest'
      ? feed.readLatest(position, topic)
      : feed.read(position, take === 'one' ? { topic, maxEvents: 1 } : { topic })
  return reading.gap || reading.events.length > 0 ? reading : undefined
}

/** Cursor, gap where there is one, and the records as they stand in the log. */
function rendered(feed: Feed, { gap, events, position }: Reading): PollAnswer {
  const cursor = JSON.stringify(feed.cursorAt(position))
  const told = gap ? `,"gap":${JSON.stringify(gap)}` : ''
  const records = events.map(event => event.record).join(',')
  // Bytes and not text: Node would encode that again for each poll that is answered with it.
  const body = Buffer.from(`{"cursor":${cursor}${told},"events":[${records}]}`)
  const lengthBytes = String(body.length)
  const fields = [
    'Content-Type',
    'application/json',
    'Cache-Control',
    'no-store',
    'Content-Length',
    lengthBytes,
  ]
  return { status: 200, fields, body }
}

/** Writes a poll's 200 or 204 (RFC 9110 sections 15.3.1 and 15.3.5). */
export function answerPoll(
  response: ServerResponse,
  { status, fields, body }: PollAnswer,
  cors: readonly string[],
): void {
  response.writeHead(status, cors.length === 0 ? (fields as string[]) : [...cors, ...fields]).end(body)
}

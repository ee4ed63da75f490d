import type { ServerResponse } from 'node:http'
import type { Feed, Reading } from './feed.ts'
import type { PollRequest } from './request.ts'

/** Reads what a poll is to be answered with; undefined when there is nothing newer. */
export function readForPoll(feed: Feed, { position, topic, take }: PollRequest): Reading | undefined {
  if (position === undefined) return { gap: undefined, events: [], position: feed.head }
  const reading =
    take === 'latest'
      ? feed.readLatest(position, topic)
      : feed.read(position, take === 'one' ? { topic, maxEvents: 1 } : { topic })
  return reading.gap || reading.events.length > 0 ? reading : undefined
}

/** Renders the body of a 200 from a reading. */
export type AnswerRenderer = (reading: Reading) => string

/**
 * Renders cursor, gap where there is one, and the records as they stand in the log. Polls that are held at one
 * cursor are answered with one text, so the last one is kept.
 */
export function createAnswerRenderer(feed: Feed): AnswerRenderer {
  let last: Reading | undefined
  let text = ''
  return reading => {
    if (last && sameAnswer(last, reading)) return text
    const { gap, events, position } = reading
    const cursor = JSON.stringify(feed.cursorAt(position))
    const told = gap ? `,"gap":${JSON.stringify(gap)}` : ''
    last = reading
    text = `{"cursor":${cursor}${told},"events":[${events.map(event => event.record).join(',')}]}`
    return text
  }
}

/** Whether two readings hold the same events: with the same ends and length they can't differ, topic or none. */
function sameAnswer(a: Reading, b: Reading): boolean {
  return (
    !a.gap &&
    !b.gap &&
    a.position === b.position &&
    a.events.length === b.events.length &&
    a.events[0] === b.events[0] &&
    a.events.at(-1) === b.events.at(-1)
  )
}

/** Writes a poll's 200 or 204 (RFC 9110 sections 15.3.1 and 15.3.5). */
export function answerPoll(
  response: ServerResponse,
  body: string | undefined,
  cors: readonly string[],
): void {
  if (body === undefined) {
    response.writeHead(204, [...cors, 'Cache-Control', 'no-store']).end()
    return
  }
  const headers = [
    ...cors,
    'Content-Type',
    'application/json',
    'Cache-Control',
    'no-store',
    'Content-Length',
    String(Buffer.byteLength(body)),
  ]
  response.writeHead(200, headers).end(body)
}

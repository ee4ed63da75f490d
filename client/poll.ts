import type { Cursor, PollAnswer } from '../server/protocol.ts'
import { feedUrl } from './feed-url.ts'
import { parseJson } from './message.ts'
import { answerError } from './problem.ts'
import { type Delivery, TransportError, type TransportOptions } from './transport.ts'

/** The two transports that ask again and again. */
export type PollName = 'polling' | 'long-polling'

/** Sends one poll; undefined is a 204, nothing newer. Throws a TransportError for any other answer. */
export async function poll(name: PollName, options: TransportOptions): Promise<PollAnswer | undefined> {
  const { environment, signal, take, holdMs } = options
  const url = feedUrl(name, options, {
    timeout: name === 'long-polling' ? holdMs : undefined,
    take: take === 'all' ? undefined : take,
  })
  const answer = await environment.request(url, { method: 'GET', signal })
  if (answer.status !== 200 && answer.status !== 204) throw await answerError(answer)
  const body = await answer.text()
  return answer.status === 204 ? undefined : readAnswer(body)
}

/** Asks where the feed stands now. */
export async function currentCursor(name: PollName, options: TransportOptions): Promise<Cursor> {
  const answer = await poll(name, { ...options, since: undefined })
  if (!answer)
    throw new TransportError('protocol', `a first request to /${name} was answered 204, without a cursor`)
  return answer.cursor
}

/** What an answer to the poll after `since` delivers, in order; its last cursor is where to go on. */
export function deliveriesOf(answer: PollAnswer | undefined, since: Cursor): Delivery[] {
  if (!answer) return [{ type: 'alive', cursor: since, empty: true }]
  const { cursor, gap, events } = answer
  const deliveries: Delivery[] = []
  if (gap) deliveries.push({ type: 'gap', cursor: gap.cursor, gap })
  for (const record of events) deliveries.push({ type: 'event', cursor: record.id, record })
  // Behind the last record there may be others that the topic left out.
  if (deliveries.at(-1)?.cursor !== cursor) deliveries.push({ type: 'alive', cursor, empty: false })
  return deliveries
}

function readAnswer(body: string): PollAnswer {
  const answer = parseJson(body) as Partial<PollAnswer> | null
  if (typeof answer?.cursor !== 'string' || !Array.isArray(answer.events)) {
    throw new TransportError('protocol', 'the answer to a poll has no cursor or no events')
  }
  return answer as PollAnswer
}

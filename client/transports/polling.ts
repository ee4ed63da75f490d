import { delay } from '../delay.ts'
import { currentCursor, deliveriesOf, poll } from '../poll.ts'
import { createPollSchedule } from '../poll-schedule.ts'
import { session } from '../session.ts'
import type { PollOptions, Transport } from '../transport.ts'

const everySecond: PollOptions = { intervalMs: 1_000, pace: 'rate' }

/**
 * Short polling: asks, is answered at once, waits, asks again (RFC 6202 section 2). An event waits for the next
 * poll, and a poll that finds nothing has cost a request and a response.
 */
export const polling: Transport = session(async function* (options) {
  const { environment, signal } = options
  const waitMs = createPollSchedule(options.poll ?? everySecond, environment)
  let since = options.since ?? (await currentCursor('polling', options))
  yield { type: 'open', cursor: since }

  for (;;) {
    await delay(waitMs(), signal)
    const answer = await poll('polling', { ...options, since })
    for (const delivery of deliveriesOf(answer, since)) yield delivery
    since = answer?.cursor ?? since
  }
})

import { defaultHoldMs } from '../../server/protocol.ts'
import { createDeadline } from '../deadline.ts'
import { currentCursor, deliveriesOf, poll } from '../poll.ts'
import { session } from '../session.ts'
import type { Transport } from '../transport.ts'

/** How much longer than the hold an answer may take before the server counts as silent, in milliseconds. */
const graceMs = 10_000

/**
 * Long polling: asks, and the server holds the answer until there is an event or the hold ends; then asks again at
 * once (RFC 6202 section 2). An event that comes while no request is there waits for the next one.
 */
export const longPolling: Transport = session(async function* (options) {
  const { environment, holdMs = defaultHoldMs } = options
  let since = options.since ?? (await withinHold({ ...options, since: undefined }, currentCursor))
  yield { type: 'open', cursor: since }

  for (;;) {
    const answer = await withinHold({ ...options, since }, poll)
    for (const delivery of deliveriesOf(answer, since)) yield delivery
    since = answer?.cursor ?? since
  }

  async function withinHold<T>(
    asked: typeof options,
    ask: (name: 'long-polling', o: typeof options) => Promise<T>,
  ) {
    const deadline = createDeadline(holdMs + graceMs, options.signal, environment.now)
    try {
      return await ask('long-polling', { ...asked, signal: deadline.signal })
    } finally {
      deadline.end()
    }
  }
})

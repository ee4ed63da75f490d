import type { Cursor, TransportName } from '../../../server/protocol.ts'
import type { Delivery } from '../../transport.ts'
import type { Switch } from '../context.ts'
import { createAccount, type LogHeads, type Place, placeOf } from './outcomes.ts'

/** Counts the events that were appended from the end of one subscription to the first answer to the next. */
export interface SwitchCount {
  readonly to: TransportName
  /** A delivery to the transport that took over. */
  delivered(delivery: Delivery): void
  result(): Switch
}

/** An opening says that the server answered; a poller's is its own, said before it has asked. */
const openingIsAnswer: Readonly<Record<TransportName, boolean>> = {
  polling: false,
  'long-polling': false,
  streaming: true,
  sse: true,
  websocket: true,
}

/** Begins to count at the cursor where `from` ended. */
export function createSwitchCount(
  from: TransportName,
  to: TransportName,
  cursor: Cursor,
  log: LogHeads,
): SwitchCount {
  const account = createAccount(log)
  account.standsAt(cursor)
  let end: Place | undefined

  function isBehind({ epoch, sequence }: Place): boolean {
    return end?.epoch === epoch && sequence > end.sequence
  }

  return {
    to,
    delivered({ type, cursor }) {
      const place = placeOf(cursor)
      if (!place || (type === 'open' && !openingIsAnswer[to])) return
      // What telemetry knew at the first answer had been appended by then; that answer's own events too.
      end ??= { ...place, sequence: Math.max(place.sequence, log.heads.get(place.epoch) ?? 0) }
      if (isBehind(place)) account.standsAt(`${end.epoch}.${end.sequence}`)
      else if (type === 'event') account.delivered(cursor)
      else account.standsAt(cursor)
    },
    result() {
      const { delivered, lost, duplicated } = account.counts()
      return { from, to, delivered, lost, duplicated }
    },
  }
}

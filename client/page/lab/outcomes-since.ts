import type { TransportName } from '../../../server/protocol.ts'
import type { Session, Sessions } from '../context.ts'

/** What became of events on one transport. */
export type Outcomes = Pick<Session, 'counts' | 'losses'>

/** Outcomes since a moment, where the sessions count from their own beginning. */
export interface OutcomesSince {
  /** Begins anew: what is known now counts no more. */
  begin(): void
  of(transport: TransportName): Outcomes
}

/** Creates outcomes that begin with their sessions. */
export function createOutcomesSince(sessions: Pick<Sessions, 'of' | 'shown'>): OutcomesSince {
  const before = new Map<TransportName, Outcomes>()
  return {
    begin() {
      before.clear()
      for (const { transport, counts, losses } of sessions.shown) before.set(transport, { counts, losses })
    },
    of(transport) {
      const { counts, losses } = sessions.of(transport)
      const base = before.get(transport)
      // A session that has begun anew since has counted from nought.
      if (base === undefined || counts.delivered < base.counts.delivered) return { counts, losses }
      return { counts: less(counts, base.counts), losses: less(losses, base.losses) }
    },
  }
}

/** What was lost then may have come since, which is no less than nothing. */
function less<T extends Readonly<Record<string, number>>>(now: T, before: T): T {
  const members = Object.entries(now).map(([name, value]) => [name, Math.max(0, value - (before[name] ?? 0))])
  return Object.fromEntries(members) as T
}

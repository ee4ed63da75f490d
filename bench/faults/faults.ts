import type { Fault, Verdict } from './judge.ts'
import type { StalledClient } from './stalled.ts'
import type { Storm } from './storm.ts'
import type { CutsFigures } from './types.ts'

/** A fault in a line: client, cursor, what came, what was expected. */
export function faultLine({ client, kind, cursor, came, expected }: Fault): string {
  return `${client}, at ${cursor}: ${kind}: came ${came}, expected ${expected}`
}

/** All faults of some clients, a line each. */
export function verdictFaults(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.flatMap(({ faults }) => faults.map(faultLine))
}

/** Where fewer cuts happened than were asked for, or fewer restarts than were planned. */
export function cutsFaults(
  { transports, restarts }: CutsFigures,
  asked: { readonly cuts: number; readonly restarts: number },
): readonly string[] {
  const few = transports.flatMap(({ transport, cuts }) => {
    const happened = cuts.reduce((sum, { count }) => sum + count, 0)
    if (happened >= asked.cuts) return []
    return [`${transport}: came ${happened} cuts in the time there was, expected ${asked.cuts} or more`]
  })
  if (restarts >= asked.restarts) return few
  return [...few, `server: came ${restarts} restarts, expected ${asked.restarts}`]
}

/** What is wrong with stalled readers; one whom no gap befell has shown nothing. */
export function stalledFaults(clients: readonly StalledClient[]): readonly string[] {
  const withoutGap = clients.filter(({ stalled, verdict }) => stalled && verdict.gaps.evicted.count === 0)
  return [
    ...verdictFaults(clients.map(({ verdict }) => verdict)),
    ...withoutGap.map(
      ({ name }) => `${name}: came no gap, expected one where the log was gone before it read`,
    ),
  ]
}

/** Clients that a storm kept away. */
export function stormFaults(storms: readonly Storm[]): readonly string[] {
  return storms
    .filter(({ away }) => away > 0)
    .map(
      ({ transport, away, clients }) => `storm ${transport}: ${away} of ${clients} clients did not come back`,
    )
}

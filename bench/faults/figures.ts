import type { TransportName } from '../../server/protocol.ts'
import { breakPlaces, breaks, type Fate } from '../link/settings.ts'
import { quantile } from '../statistics/quantile.ts'
import type { CutClient, CutsRun } from './cuts.ts'
import type { GapCount, Verdict } from './judge.ts'
import { type Recovery, recoveriesOf } from './recovery.ts'
import type { StalledClient } from './stalled.ts'
import type {
  CutCount,
  CutsFigures,
  EventCounts,
  RecoveryFigures,
  StalledFigures,
  TransportCuts,
} from './types.ts'

/** The figures of a run of cuts; `verdicts` in the order of its clients. */
export function cutsFigures(
  { logs, clients }: CutsRun,
  verdicts: readonly Verdict[],
  transports: readonly TransportName[],
): CutsFigures {
  return {
    restarts: logs.length - 1,
    appended: logs.reduce((sum, { digests }) => sum + digests.length, 0),
    transports: transports.map(transport => {
      const own = clients.filter(({ plan }) => plan.transport === transport)
      const recoveries = own.flatMap(({ strikes, told }) => recoveriesOf(strikes, told.notes))
      return {
        transport,
        clients: own.length,
        cuts: countCuts(own),
        broken: countBroken(own),
        events: sumEvents(verdicts.filter((_, index) => clients[index]!.plan.transport === transport)),
        recovery: breaks.map(how => recoveryFigures(how, recoveries)),
      }
    }),
  }
}

/** The figures of stalled readers, by transport. */
export function stalledFigures(
  clients: readonly StalledClient[],
  transports: readonly TransportName[],
): readonly StalledFigures[] {
  return transports.map(transport => {
    const own = clients.filter(client => client.transport === transport)
    const verdictsOf = (stalled: boolean) =>
      own.filter(client => client.stalled === stalled).map(({ verdict }) => verdict)
    return {
      transport,
      stalledClients: verdictsOf(true).length,
      readingClients: verdictsOf(false).length,
      stalled: sumEvents(verdictsOf(true)),
      reading: sumEvents(verdictsOf(false)),
    }
  })
}

function countCuts(clients: readonly CutClient[]): readonly CutCount[] {
  const strikes = clients.flatMap(client => client.strikes)
  return breaks.flatMap(how =>
    breakPlaces.map(where => ({
      how,
      where,
      count: strikes.filter(strike => strike.how === how && strike.where === where).length,
    })),
  )
}

function countBroken(clients: readonly CutClient[]): TransportCuts['broken'] {
  const codes = clients.flatMap(({ told }) => told.broken.map(({ code }) => code))
  return Object.fromEntries(
    [...new Set(codes)].map(code => [code, codes.filter(each => each === code).length]),
  )
}

function recoveryFigures(how: Fate['how'], recoveries: readonly Recovery[]): RecoveryFigures {
  const own = recoveries.filter(({ strike }) => strike.how === how)
  const times = Float64Array.from(own.flatMap(({ ms }) => (ms === null ? [] : [ms]))).sort()
  return {
    how,
    count: own.length,
    cutAgain: own.length - times.length,
    p50: quantile(times, 0.5),
    p90: quantile(times, 0.9),
    max: quantile(times, 1),
  }
}

function sumEvents(verdicts: readonly Verdict[]): EventCounts {
  const sum = (of: (verdict: Verdict) => number) =>
    verdicts.reduce((total, verdict) => total + of(verdict), 0)
  const gaps = (reason: 'evicted' | 'restarted'): GapCount => ({
    count: sum(verdict => verdict.gaps[reason].count),
    events: sum(verdict => verdict.gaps[reason].events),
  })
  return {
    received: sum(verdict => verdict.received),
    lost: sum(verdict => verdict.lost),
    duplicated: sum(verdict => verdict.duplicated),
    reordered: sum(verdict => verdict.reordered),
    gaps: { evicted: gaps('evicted'), restarted: gaps('restarted') },
  }
}

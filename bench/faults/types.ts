import type { TransportError } from '../../client/transport.ts'
import type { TransportName } from '../../server/protocol.ts'
import type { Fate } from '../link/settings.ts'
import type { Environment } from '../report/types.ts'
import type { GapCount, Verdict } from './judge.ts'
import type { CutsAsked } from './plan.ts'
import type { Storm } from './storm.ts'

/** What a run of the fault runner found; `report.json`. Times are in milliseconds. */
export interface FaultsReport {
  readonly schema: 1
  readonly createdAt: string
  /** What repeats the run: the plan follows from it, times do not. */
  readonly command: string
  readonly environment: Environment
  readonly asked: CutsAsked & { readonly stormClients: number }
  readonly status: 'running' | 'completed' | 'failed' | 'interrupted'
  /** Why it failed; null where it did not. */
  readonly reason: string | null
  /** Null until they are over, as everything below. */
  readonly cuts: CutsFigures | null
  readonly stalled: readonly StalledFigures[] | null
  /** Those that are over. */
  readonly storms: readonly Storm[] | null
  /** One line each: what is wrong. */
  readonly faults: readonly string[]
}

/** The cuts of a run. */
export interface CutsFigures {
  /** How often the server was killed and its log started anew. */
  readonly restarts: number
  /** Of all its lives. */
  readonly appended: number
  readonly transports: readonly TransportCuts[]
}

/** What became of events: of all clients of a transport together. */
export interface EventCounts extends Pick<Verdict, 'received' | 'lost' | 'duplicated' | 'reordered'> {
  readonly gaps: Readonly<Record<'evicted' | 'restarted', GapCount>>
}

/** The cuts of a transport by the link's account, and what they did to its clients. */
export interface TransportCuts {
  readonly transport: TransportName
  readonly clients: number
  readonly cuts: readonly CutCount[]
  /** How often a session broke, by what the client's library called that; a poll between two requests does not. */
  readonly broken: Readonly<Partial<Record<TransportError['code'], number>>>
  readonly events: EventCounts
  readonly recovery: readonly RecoveryFigures[]
}

/** How often connections broke so at such a place. */
export interface CutCount extends Pick<Fate, 'how' | 'where'> {
  readonly count: number
}

/** How long clients were without the feed after cuts of a kind. */
export interface RecoveryFigures extends Pick<Fate, 'how'> {
  readonly count: number
  /** Cuts after which the next came before the client was back; they are in no figure. */
  readonly cutAgain: number
  readonly p50: number | null
  readonly p90: number | null
  readonly max: number | null
}

/** What became of a transport's readers that stalled, and of those beside them that did not. */
export interface StalledFigures {
  readonly transport: TransportName
  readonly stalledClients: number
  readonly readingClients: number
  readonly stalled: EventCounts
  readonly reading: EventCounts
}

import { quantile } from '../../statistics/quantile.ts'
import { dueAt, type Play } from '../schedule.ts'

/** What came of a play. Each event is known by its client and its second, so that nothing makes up for anything. */
export interface Tallied {
  readonly expected: number
  /** Events that came, each counted once. */
  readonly received: number
  readonly duplicated: number
  /** After a later one of the same client. */
  readonly reordered: number
  /** Not of this play, or another client's. */
  readonly strays: number
  /** How long events waited; null where nothing came. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
}

/** Counts and times what a crowd receives. */
export interface Tally {
  /** Forgets all, and expects the events of a play. */
  begin(play: Play): void
  /** A client received the event that was due then. */
  take(client: number, dueMs: number, waitedMs: number): void
  missing(): number
  told(): Tallied
}

/** Due times are fractions of a second, computed from the same numbers on both sides, and written with all digits. */
const tolerance = 1e-6

/** Starts a tally that expects nothing. */
export function createTally(): Tally {
  let play: Play = { clients: 0, topics: false, seconds: 0, startAtMs: 0 }
  /** A bit for each second, of each client. */
  let seen = new Uint32Array(0)
  let waitsMs = new Float64Array(0)
  let counts = { received: 0, duplicated: 0, reordered: 0, strays: 0 }

  function take(client: number, dueMs: number, waitedMs: number): void {
    const second = Math.floor((dueMs - play.startAtMs) / 1_000 + tolerance)
    const isOurs = second >= 0 && second < play.seconds && client < play.clients
    if (!isOurs || dueMs !== dueAt(play, second, play.topics ? client : 0)) {
      counts.strays += 1
      return
    }
    const before = seen[client]!
    if (before & (1 << second)) {
      counts.duplicated += 1
      return
    }
    if (before >>> second) counts.reordered += 1
    seen[client] = before | (1 << second)
    waitsMs[counts.received] = waitedMs
    counts.received += 1
  }

  return {
    begin(next) {
      play = next
      seen = new Uint32Array(play.clients)
      waitsMs = new Float64Array(play.clients * play.seconds)
      counts = { received: 0, duplicated: 0, reordered: 0, strays: 0 }
    },
    take,
    missing: () => waitsMs.length - counts.received,
    told() {
      const sorted = waitsMs.slice(0, counts.received).sort()
      const at = (q: number) => quantile(sorted, q)
      return { expected: waitsMs.length, ...counts, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) }
    },
  }
}

import type { Distribution } from '../report/types.ts'
import { distribution } from '../statistics/quantile.ts'
import type { Way } from '../wire/books.ts'

/** What a link did since it began, or since the last reset of its report. */
export interface LinkReport {
  /** One way, in milliseconds: half the round trip. */
  readonly askedMs: number
  /**
   * One way, of both directions together: the delay asked and how late after its due time a chunk left. `count` is of
   * all, the rest of the last 65,536; what other stages added and waits for a slow reader are not in it.
   */
  readonly achievedMs: Distribution
  readonly connections: { readonly opened: number; readonly open: number }
  /** Bytes that left the link, client to server. */
  readonly bytesUp: number
  /** Bytes that left the link, server to client. */
  readonly bytesDown: number
}

/** Counts what a link does. */
export interface Tally {
  /** Bytes went out, `lateMs` after they were due; undefined where that says nothing of the link. */
  released(way: Way, bytes: number, lateMs: number | undefined): void
  opened(): void
  closed(): void
  report(askedMs: number): LinkReport
  reset(): void
}

const capacity = 65_536

/** Makes a tally of bounded size, whose figures are exact. */
export function createTally(): Tally {
  const late = new Float64Array(capacity)
  const bytes: Record<Way, number> = { up: 0, down: 0 }
  let count = 0
  let opened = 0
  let open = 0
  return {
    released(way, released, lateMs) {
      bytes[way] += released
      if (lateMs === undefined) return
      late[count % capacity] = lateMs
      count += 1
    },
    opened() {
      opened += 1
      open += 1
    },
    closed() {
      open -= 1
    },
    report(askedMs) {
      const achieved = late.subarray(0, Math.min(count, capacity)).map(lateMs => askedMs + lateMs)
      const { histogram: _values, ...figures } = distribution(achieved)
      return {
        askedMs,
        achievedMs: { ...figures, count },
        connections: { opened, open },
        bytesUp: bytes.up,
        bytesDown: bytes.down,
      }
    },
    reset() {
      count = 0
      opened = 0
      bytes.up = 0
      bytes.down = 0
    },
  }
}

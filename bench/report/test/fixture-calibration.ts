import type { Distribution, LinkCalibration } from '../types.ts'

/** A link of 25 ms one way that is as asked. */
export function calibrationFixture(changes: Partial<LinkCalibration> = {}): LinkCalibration {
  return {
    askedMs: 25,
    seenMs: figures(25.05, 25.14, 26.4, 28.31),
    achievedMs: figures(25, 25.006, 25.2, 27),
    sent: 2_000,
    lost: 0,
    reordered: 0,
    early: 0,
    freshMs: figures(100.4, 101.25, 103, 103, 20),
    ...changes,
  }
}

function figures(min: number, p50: number, p99: number, max: number, count = 2_000): Distribution {
  return { count, min, mean: (min + p99) / 2, p50, p90: (p50 + p99) / 2, p99, max }
}

import type { Comparison, Estimate, SummaryMetric } from '../report/types.ts'
import type { Floor } from './floor.ts'
import { leastForInterval } from './interval.ts'
import { alpha } from './significance.ts'

/** The least difference worth a verdict: in the metric's unit, and as a share of the smaller side. */
export interface Threshold {
  readonly absolute: number
  readonly relative: number
}

const latency: Threshold = { absolute: 1, relative: 0.05 }
const bytes: Threshold = { absolute: 1, relative: 0.01 }
const cpu: Threshold = { absolute: 1, relative: 0.1 }

/**
 * What matters in practice: 1 ms and 5 % of latency, a request a minute and 2 %, 2 points of empty polls, a byte and
 * 1 % (both sides' bytes are exact), a microsecond and 10 % of CPU, 1 MiB and 10 % of memory (the collector's whim).
 */
export const practicalThresholds: Record<SummaryMetric, Threshold> = {
  'latencyMs.p50': latency,
  'latencyMs.p90': latency,
  'latencyMs.p99': latency,
  'latencyMs.mean': latency,
  requestsPerClientPerMinute: { absolute: 1, relative: 0.02 },
  emptyShare: { absolute: 0.02, relative: 0.02 },
  headBytesPerEvent: bytes,
  overheadBytesPerEvent: bytes,
  bytesPerEvent: bytes,
  cpuMicrosPerDelivery: cpu,
  loadCpuMicrosPerDelivery: cpu,
  serverRssBytes: { absolute: 1_048_576, relative: 0.1 },
}

/** What a verdict is drawn from. */
export interface Evidence {
  readonly pairs: number
  readonly ratio: Estimate
  readonly difference: Estimate
  readonly threshold: Threshold
  readonly floor: Floor
  /** The A/A control's median ratio on this metric; null where there is none to trust. */
  readonly controlRatio: number | null
  /** Adjusted for the family that is looked at together; null where there are too few pairs for one. */
  readonly p: number | null
}

/**
 * Which side is lower, where even the end of each interval nearest to no difference lies beyond it: the difference's
 * beyond the absolute threshold, the ratio's beyond the relative threshold, beyond the pair's own scatter and beyond
 * what the control shows for a transport against itself. Without a ratio the difference must clear the scatter. Where
 * there is a p-value it must be at most 0.05 as well. Null below 6 pairs.
 */
export function verdictOf(evidence: Evidence): Comparison['verdict'] {
  if (evidence.pairs < leastForInterval) return null
  if (evidence.p !== null && evidence.p > alpha) return 'no difference shown'
  const difference = endNearest(0, evidence.difference) ?? 0
  if (!clearsDifference(difference, evidence) || !clearsRatio(evidence)) return 'no difference shown'
  return difference < 0 ? 'a lower' : 'b lower'
}

function clearsDifference(nearest: number, { threshold, floor }: Evidence): boolean {
  const scatter = floor.logRatio === null ? floor.difference : 0
  return Math.abs(nearest) > Math.max(threshold.absolute, scatter)
}

function clearsRatio({ ratio, threshold, floor, controlRatio }: Evidence): boolean {
  const nearest = endNearest(1, ratio)
  if (nearest === null) return true
  const least = Math.max(Math.log(1 + threshold.relative), floor.logRatio ?? 0, distance(controlRatio ?? 1))
  return distance(nearest) > least
}

/** How far a ratio is from 1, the same for its inverse. */
function distance(ratio: number): number {
  return Math.abs(Math.log(ratio))
}

/** The point of an interval nearest to `center`: `center` itself where it lies inside; null without an interval. */
function endNearest(center: number, { low, high }: Estimate): number | null {
  if (low === null || high === null) return null
  return Math.min(Math.max(center, low), high)
}

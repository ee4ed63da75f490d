import type { Distribution, LinkCalibration } from '../report/types.ts'
import { distribution } from '../statistics/quantile.ts'
import type { Received } from './end-process.ts'
import type { LinkReport } from './tally.ts'

/** How far over the delay asked the median may be, in milliseconds. */
const toleranceMs = 0.5

/** What both ends saw of a link, beside its own report; `sent` messages, and the time each fresh connection took. */
export function calibrationOf(
  { askedMs, achievedMs }: LinkReport,
  received: readonly Received[],
  sent: number,
  freshMs: Float64Array,
): LinkCalibration {
  const seenMs = received.flatMap(({ sentMs, receivedMs }) => [
    ...receivedMs.map((timeMs, index) => timeMs - sentMs[index]!),
  ])
  return {
    askedMs,
    seenMs: figures(seenMs),
    achievedMs,
    sent,
    lost: sent - seenMs.length,
    reordered: received.reduce((sum, { sequences }) => sum + reordered(sequences), 0),
    early: seenMs.filter(delayMs => delayMs < askedMs).length,
    freshMs: figures(freshMs),
  }
}

/** What a calibration shows to be wrong with the link, one line each. */
export function calibrationFaults(calibration: LinkCalibration): readonly string[] {
  const { askedMs, seenMs, sent, lost, reordered, early, freshMs } = calibration
  const leastFreshMs = freshRoundTrips * 2 * askedMs
  const checks: readonly (readonly [fault: boolean, line: string])[] = [
    [early > 0, `${early} of ${sent} messages came early`],
    [lost > 0, `${lost} of ${sent} messages were lost`],
    [reordered > 0, `${reordered} of ${sent} messages came out of order`],
    [
      seenMs.p50 !== null && seenMs.p50 > askedMs + toleranceMs,
      `p50 ${seenMs.p50?.toFixed(3)} ms, over ${askedMs + toleranceMs} ms`,
    ],
    [
      freshMs.min !== null && freshMs.min < leastFreshMs,
      `a fresh connection took ${freshMs.min?.toFixed(3)} ms, under ${leastFreshMs} ms`,
    ],
  ]
  return checks.filter(([fault]) => fault).map(([, line]) => `${askedMs} ms one way: ${line}`)
}

/** What a fresh connection is charged: a round trip for TCP's handshake, and one for the exchange. */
const freshRoundTrips = 2

/** How many came after one that was sent later. */
function reordered(sequences: Float64Array): number {
  let highest = -1
  let count = 0
  for (const sequence of sequences) {
    if (sequence < highest) count += 1
    else highest = sequence
  }
  return count
}

function figures(values: ArrayLike<number>): Distribution {
  const { histogram: _values, ...rest } = distribution(values)
  return rest
}

import type { Receipts } from './load-process.ts'
import type { Window } from './meter.ts'
import type { CompletedTrial } from './report/types.ts'
import type { FeedReport } from './server-process.ts'

/** What came of a window's events. */
export interface Matched {
  readonly events: CompletedTrial['events']
  /** Requests sent, and polls' empty answers received, inside the window. */
  readonly requests: CompletedTrial['requests']
  /** Intended to received, for every receipt of an event of the window. */
  readonly latencyMs: Float64Array
  /** Intended to appended, for every event of the window. */
  readonly feedLagMs: Float64Array
}

/**
 * Lays what every client received beside what the feed appended; an event belongs to the window by its intended time.
 * With `latestOnly` a client was promised no event that a newer one overtook.
 */
export function matchReceipts(
  feed: FeedReport,
  receipts: readonly Receipts[],
  window: Window,
  latestOnly = false,
): Matched {
  const intendedMs = new Map<number, number>()
  const feedLagMs: number[] = []
  feed.sequences.forEach((sequence, index) => {
    const intended = feed.intendedMs[index]!
    if (intended < window.fromMs || intended >= window.toMs) return
    intendedMs.set(sequence, intended)
    feedLagMs.push(feed.appendedMs[index]! - intended)
  })

  const latencyMs: number[] = []
  let duplicated = 0
  let reordered = 0
  let overtaken = 0
  for (const { sequences, receivedMs } of receipts) {
    const seen = new Set<number>()
    let highest = 0
    sequences.forEach((sequence, index) => {
      const intended = intendedMs.get(sequence)
      if (seen.has(sequence)) duplicated += 1
      else if (sequence < highest) reordered += 1
      if (intended !== undefined && !seen.has(sequence)) latencyMs.push(receivedMs[index]! - intended)
      seen.add(sequence)
      highest = Math.max(highest, sequence)
    })
    if (latestOnly)
      overtaken += [...intendedMs.keys()].filter(each => each < highest && !seen.has(each)).length
  }
  const published = intendedMs.size
  const expected = published * receipts.length - overtaken
  return {
    requests: {
      sent: countInside(
        receipts.map(({ sentMs }) => sentMs),
        window,
      ),
      empty: countInside(
        receipts.map(({ emptyMs }) => emptyMs),
        window,
      ),
    },
    events: {
      published,
      expected,
      received: latencyMs.length,
      lost: expected - latencyMs.length,
      duplicated,
      reordered,
    },
    latencyMs: Float64Array.from(latencyMs),
    feedLagMs: Float64Array.from(feedLagMs),
  }
}

/** How many of each list's times lie in the window. */
export function countInside(lists: readonly Float64Array[], { fromMs, toMs }: Window): number {
  return lists.reduce((sum, times) => sum + times.filter(ms => ms >= fromMs && ms < toMs).length, 0)
}

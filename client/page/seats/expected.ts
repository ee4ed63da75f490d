import { closedForms } from '../../../bench/theory/closed-form.ts'
import type { TransportName } from '../../../server/protocol.ts'
import type { PageState } from '../state.ts'

/**
 * The chance that a click, on any of the `shownFree` seats that a map shows free, is wasted. `unseenSales` is the mean
 * number N of sales that the map does not show yet, by Little's law (1961) rate of sales times mean age of the news.
 * N is taken for Poisson and cannot pass what is shown free, so the share is E[min(N, S)]/S; about N/S while N is small.
 */
export function wastedShare(shownFree: number, unseenSales: number): number {
  if (shownFree <= 0) return 0
  let chance = Math.exp(-unseenSales)
  let below = 0
  let gone = 0
  // E[min(N, S)] is the sum of P(N ≥ k) for k from 1 to S.
  for (let k = 1; k <= shownFree; k += 1) {
    below += chance
    gone += Math.max(0, 1 - below)
    chance *= unseenSales / k
  }
  return gone / shownFree
}

/**
 * How old news is when a map shows it, in milliseconds on average, by the closed form for the page's settings with no
 * time for server and browser; null where theory knows nothing.
 */
export function newsAgeMs(
  transport: TransportName,
  { settings, poll, holdMs }: Pick<PageState, 'settings' | 'poll' | 'holdMs'>,
  salesPerSecond: number,
): number | null {
  const { link, keepAlive, heartbeatMs } = settings
  if (link.blackHole || link.proxyHoldBytes !== null || !(salesPerSecond > 0)) return null
  const prediction = closedForms[transport]({
    ...{ oneWayMs: link.rttMs / 2 + link.jitterMs / 2, aheadMs: 0, serviceMs: 0, spreadMs: 0 },
    ...{ eventsPerSecond: salesPerSecond, arrivals: 'poisson', take: 'all' },
    ...{ pollIntervalMs: poll.intervalMs, pace: poll.pace, holdMs, streamAgeMs: null },
    ...{ gapExtraMs: 0, keepAlive, setupMs: link.rttMs, heartbeatMs },
    // Bytes make no difference to the age.
    ...{
      requestHeadBytes: 0,
      responseHeadBytes: 0,
      emptyResponseHeadBytes: 0,
      payloadBytes: 0,
      cursorBytes: 0,
    },
  })
  return prediction.latencyMs.mean
}

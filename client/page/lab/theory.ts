import type { LiveFeedKind, LiveSettings } from '../../../bench/live/protocol.ts'
import type { Parameters } from '../../../bench/theory/closed-form/parameters.ts'
import type { Prediction } from '../../../bench/theory/closed-form/prediction.ts'
import { closedForms } from '../../../bench/theory/closed-form.ts'
import type { TransportName } from '../../../server/protocol.ts'
import type { PageState } from '../state.ts'
import type { HeadSizes } from './figures-sizes.ts'

/** What was seen of the workload, which theory takes in place of what was asked for; null where nothing was yet. */
export interface Observed {
  readonly eventsPerSecond: number | null
  readonly recordBytes: number | null
  readonly cursorBytes: number | null
  readonly heads: HeadSizes
}

/** What of the settings the closed form knows nothing of, so that its figures do not hold. */
export const theoryDoubts = [
  'blackHole',
  'proxy',
  'bandwidth',
  'stalls',
  'jitter',
  'manual',
  'burst',
] as const
export type TheoryDoubt = (typeof theoryDoubts)[number]

/** One client's figures from formulas alone, per event where not said otherwise; null where theory gives none. */
export interface Theory {
  readonly p50Ms: number | null
  readonly p90Ms: number | null
  readonly p99Ms: number | null
  readonly requestsPerEvent: number | null
  /** 0 to 1. */
  readonly emptyShare: number | null
  readonly headBytes: number | null
  readonly overheadBytes: number | null
  readonly totalBytes: number | null
}

/** A figure of which theory says nothing. */
export const noTheory: Theory = {
  p50Ms: null,
  p90Ms: null,
  p99Ms: null,
  requestsPerEvent: null,
  emptyShare: null,
  headBytes: null,
  overheadBytes: null,
  totalBytes: null,
}

/** A recording is taken for Poisson; of clicks nothing is known, as of bursts. */
const arrivals: Readonly<Record<LiveFeedKind, Parameters['arrivals']>> = {
  earthquakes: 'recorded',
  poisson: 'poisson',
  periodic: 'periodic',
  burst: 'burst',
  manual: 'burst',
}

const isDoubt: Readonly<Record<TheoryDoubt, (settings: LiveSettings) => boolean>> = {
  blackHole: ({ link }) => link.blackHole,
  proxy: ({ link }) => link.proxyHoldBytes !== null,
  bandwidth: ({ link }) => link.bandwidthBitsPerSecond !== null,
  stalls: ({ link }) => link.stallShare > 0,
  jitter: ({ link }) => link.jitterMs > 0,
  manual: ({ feed }) => feed.kind === 'manual',
  burst: ({ feed }) => feed.kind === 'burst',
}

/** What stands between these settings and the closed form. */
export function doubtsOf(settings: LiveSettings): readonly TheoryDoubt[] {
  return theoryDoubts.filter(doubt => isDoubt[doubt](settings))
}

/**
 * The closed form for the page's settings: one client, service 0 (the page does not know the server's), the delay half
 * the round trip and half the jitter, opening requests apart, no streams ended for their age.
 */
export function theoryOf(
  transport: TransportName,
  state: Pick<PageState, 'settings' | 'poll' | 'holdMs'>,
  observed: Observed,
): Theory {
  const { link, feed } = state.settings
  const asked = feed.kind === 'manual' ? null : feed.eventsPerSecond
  const eventsPerSecond = observed.eventsPerSecond ?? asked
  if (link.blackHole || eventsPerSecond === null || eventsPerSecond <= 0) return noTheory
  const parameters = parametersOf(state, observed, eventsPerSecond)
  const prediction = closedForms[transport](parameters)
  const { latencyMs, requestsPerSecond, emptyShare } = prediction
  return {
    p50Ms: latencyMs.p50,
    p90Ms: latencyMs.p90,
    p99Ms: latencyMs.p99,
    requestsPerEvent: requestsPerSecond === null ? null : requestsPerSecond / eventsPerSecond,
    emptyShare,
    ...bytesOf(transport, prediction, observed),
  }
}

function parametersOf(
  { settings, poll, holdMs }: Pick<PageState, 'settings' | 'poll' | 'holdMs'>,
  { recordBytes, cursorBytes, heads }: Observed,
  eventsPerSecond: number,
): Parameters {
  const { link, feed, keepAlive, heartbeatMs } = settings
  const responseHeadBytes = heads.response ?? heads.emptyResponse ?? 0
  return {
    oneWayMs: link.rttMs / 2 + link.jitterMs / 2,
    aheadMs: 0,
    serviceMs: 0,
    spreadMs: 0,
    eventsPerSecond,
    arrivals: arrivals[feed.kind],
    pollIntervalMs: poll.intervalMs,
    pace: poll.pace,
    take: 'all',
    holdMs,
    streamAgeMs: null,
    gapExtraMs: 0,
    keepAlive,
    setupMs: link.rttMs,
    requestHeadBytes: heads.request ?? 0,
    responseHeadBytes,
    emptyResponseHeadBytes: heads.emptyResponse ?? responseHeadBytes,
    payloadBytes: recordBytes ?? 0,
    cursorBytes: cursorBytes ?? 0,
    heartbeatMs,
  }
}

/** Whether requests are part of each event's cost; an open transport's one request is apart. */
const paysHeads: Readonly<Record<TransportName, boolean>> = {
  polling: true,
  'long-polling': true,
  streaming: false,
  sse: false,
  websocket: false,
}

function bytesOf(
  transport: TransportName,
  { headBytesPerEvent, framingBytesPerEvent, envelopeBytesPerEvent }: Prediction,
  { heads, recordBytes, cursorBytes }: Observed,
): Pick<Theory, 'headBytes' | 'overheadBytes' | 'totalBytes'> {
  const isKnown =
    !paysHeads[transport] || (heads.request !== null && (heads.response ?? heads.emptyResponse) !== null)
  const headBytes = isKnown ? sum(headBytesPerEvent.up, headBytesPerEvent.down) : null
  const framing = sum(framingBytesPerEvent.up, framingBytesPerEvent.down)
  const envelope = sum(envelopeBytesPerEvent.up, envelopeBytesPerEvent.down)
  const isSized = recordBytes !== null && cursorBytes !== null
  const overheadBytes = isSized ? sum(headBytes, framing, envelope) : null
  return { headBytes, overheadBytes, totalBytes: sum(overheadBytes, recordBytes) }
}

function sum(...values: readonly (number | null)[]): number | null {
  return values.reduce((total, value) => (total === null || value === null ? null : total + value), 0)
}

import type { TransportName } from '../server/protocol.ts'
import type { Receipts } from './load-process.ts'
import type { Window } from './meter.ts'
import type { Scenario } from './report/types.ts'
import { traceToleranceMs } from './theory/agreement.ts'
import { type Judgement, judge } from './theory/judgement.ts'
import { mostFeedLagMs } from './theory/trace/trace.ts'

/** A trial's requests and answers, and the options that say how they follow each other. */
export interface RequestsOfTrial {
  readonly scenario: Pick<Scenario, 'options'>
  readonly transport: TransportName
  readonly receipts: readonly Receipts[]
  readonly window: Window
}

/** When each of a client's requests should be sent, from the second on, in milliseconds; undefined where nothing tells. */
type Rule = (
  client: Receipts,
  options: Scenario['options'],
  window: Window,
) => (request: number) => number | undefined

/** So long after an answer, the last that had come by then. */
const afterAnswer = (waitMs: number, { sentMs, receivedMs, emptyMs }: Receipts) => {
  const answersMs = Float64Array.of(...receivedMs, ...emptyMs).sort()
  return (request: number) => {
    const answeredMs = answersMs.findLast(ms => ms <= sentMs[request]!)
    return answeredMs === undefined ? undefined : answeredMs + waitMs
  }
}

/** The nearest slot of an absolute schedule, whose phase is that of the median poll before the window. */
const onSchedule = (intervalMs: number, { sentMs }: Receipts, { fromMs }: Window) => {
  const firstMs = sentMs[1]!
  const phases = [...sentMs.subarray(1)]
    .filter((ms, poll) => poll === 0 || ms < fromMs)
    .map(ms => ms - firstMs - Math.round((ms - firstMs) / intervalMs) * intervalMs)
    .sort(rising)
  const anchorMs = firstMs + phases[Math.floor(phases.length / 2)]!
  return (request: number) => anchorMs + Math.round((sentMs[request]! - anchorMs) / intervalMs) * intervalMs
}

const rules: Partial<Record<TransportName, Rule>> = {
  polling: (client, { pollPace, pollIntervalMs }, window) =>
    pollPace === 'rate' ? onSchedule(pollIntervalMs, client, window) : afterAnswer(pollIntervalMs, client),
  'long-polling': client => afterAnswer(0, client),
}

/** How late one request in ten may be, in milliseconds: as late as the feed may be. */
const tailToleranceMs = mostFeedLagMs

/**
 * How far requests are from the rule of their transport, p50 and p90 over the window's requests of all clients: a poll
 * on its schedule or after its pause, a long poll at once (RFC 6202 section 2.1). The model of a trace takes these times
 * as they were, so they are judged here.
 */
export function judgeTimers({
  scenario,
  transport,
  receipts,
  window,
}: RequestsOfTrial): readonly Judgement[] {
  const rule = rules[transport]
  if (rule === undefined) return []
  const lateMs = receipts
    .flatMap(client => lateOf(client, rule(client, scenario.options, window), window))
    .sort(rising)
  if (lateMs.length === 0) return []
  const at = (q: number) => lateMs[Math.ceil(lateMs.length * q) - 1]!
  return [
    judge('requestLateMs.p50', at(0.5), 0, traceToleranceMs),
    judge('requestLateMs.p90', at(0.9), 0, tailToleranceMs),
  ]
}

function lateOf({ sentMs }: Receipts, due: ReturnType<Rule>, { fromMs, toMs }: Window): number[] {
  return [...sentMs].flatMap((ms, request) => {
    const dueMs = request === 0 ? undefined : due(request)
    return dueMs === undefined || ms < fromMs || ms >= toMs ? [] : [Math.abs(ms - dueMs)]
  })
}

const rising = (a: number, b: number) => a - b

import { findDoubts } from './gates.ts'
import { loneMsAt } from './lone-messages.ts'
import { modelOf, recordedTrace, type TraceOfTrial } from './model.ts'
import { type Matched, matchReceipts } from './receipts.ts'
import { type Recording, warmupMs } from './recording.ts'
import type {
  CompletedTrial,
  Distribution,
  ProcessCost,
  RecordedDistribution,
  Scenario,
} from './report/types.ts'
import { joinResiduals, residualsOf } from './residuals.ts'
import type { Slot } from './slot.ts'
import { distribution } from './statistics/quantile.ts'
import { judgeStationarity } from './statistics/stationarity.ts'
import { placeOf, takeOf } from './theory/from-scenario.ts'

type Facts = Omit<CompletedTrial, 'status' | 'startedAt' | 'valid' | 'warnings' | 'model' | 'stationarity'>

/** A trial's trace with all its figures but those that are judged. */
interface JudgedTrace extends TraceOfTrial {
  readonly facts: Facts
  readonly feedLagMs: Float64Array
}

/** The figures of a slot's trials, one for each scenario, with the model's beside them, and whether they may be believed. */
export function trialFigures(
  { scenarios, plan: { transport } }: Slot,
  recording: Recording,
): Omit<CompletedTrial, 'startedAt'>[] {
  const { feed, receipts, window, closed } = recording
  const matches = receipts.map(group =>
    matchReceipts(feed, group, window, takeOf(scenarios[0]!, transport) === 'latest'),
  )
  const deliveries = matches.reduce((sum, { events }) => sum + events.received, 0)
  const together = {
    received: deliveries,
    requests: matches.reduce((sum, { requests }) => sum + requests.sent, 0),
  }
  const traces = scenarios.map((scenario, index): JudgedTrace => {
    const matched = matches[index]!
    // Without a delivery nobody has more of the cost than another.
    const share = deliveries === 0 ? 1 / scenarios.length : matched.events.received / deliveries
    return {
      scenario,
      transport,
      ...placeOf(scenarios, scenario),
      facts: { ...factsOf(recording, index, scenario, matched, share), together },
      feed,
      receipts: receipts[index]!,
      window,
      latencyMs: matched.latencyMs,
      feedLagMs: matched.feedLagMs,
    }
  })
  const stationarity = stationarityOf(traces, recording)
  return traces.map((trace, index) => {
    const facts = { ...trace.facts, stationarity }
    const { invalid, notes } = findDoubts(facts, trace.scenario, transport, {
      closed: closed[index]!,
      feedLagMs: trace.feedLagMs,
    })
    const model = modelOf(trace)
    return {
      status: 'completed',
      ...facts,
      model,
      valid: invalid.length === 0,
      warnings: [...invalid, ...notes],
    }
  })
}

function factsOf(
  recording: Recording,
  index: number,
  { durationMs }: Scenario,
  { events, requests, latencyMs, feedLagMs }: Matched,
  share: number,
): Omit<Facts, 'together'> {
  const { feed, loadWindow, linkCost, otherCpuShare } = recording
  const { askedMs, achievedMs } = recording.links[index]!
  const { connections, bytes } = recording.closed[index]!
  const delaysMs = recording.links.map(link => link.achievedMs.p50 ?? link.askedMs)
  const loneMs = withoutHistogram(distribution(loneMsAt(index, recording.loneMs, delaysMs)))
  return {
    port: recording.ports[index]!,
    warmupMs,
    measuredMs: durationMs,
    events,
    feedLagMs: withoutHistogram(distribution(feedLagMs)),
    latencyMs: distribution(latencyMs),
    requests,
    connections,
    bytes,
    setupBytes: recording.setupBytes[index]!,
    windowBytes: loadWindow.bytes[index]!,
    link: { askedMs, achievedMs, loneMs, cost: linkCost },
    otherCpuShare,
    server: shareOut(feed.cost, share),
    load: shareOut(loadWindow.cost, share),
  }
}

/** Of all round trips together: they share the processes, and more events tell more. */
function stationarityOf(
  traces: readonly TraceOfTrial[],
  { startAtMs, window }: Recording,
): CompletedTrial['stationarity'] {
  const residuals = joinResiduals(
    traces.map(trace => residualsOf(recordedTrace(trace), { ...trace, startAtMs })),
  )
  const p50sMs = traces.flatMap(({ latencyMs }) => distribution(latencyMs).p50 ?? [])
  const { settledAtMs, ...steady } = judgeStationarity(residuals, {
    fromMs: startAtMs,
    windowFromMs: window.fromMs,
    windowToMs: window.toMs,
    latencyP50Ms: p50sMs.length === 0 ? 0 : Math.min(...p50sMs),
  })
  return { ...steady, settledAfterMs: settledAtMs === null ? null : settledAtMs - startAtMs }
}

/** A scenario's part of what a process spent on all of them. */
function shareOut(cost: ProcessCost, share: number): ProcessCost {
  return { ...cost, cpuMs: cost.cpuMs * share }
}

function withoutHistogram({ histogram: _values, ...figures }: RecordedDistribution): Distribution {
  return figures
}

import { describe, expect, it } from 'vitest'
import { judgeTrace, type TraceFigures } from './agreement.ts'
import { poissonMs, uniforms } from './test/fixtures.ts'
import { creditedMs, type Trace } from './trace/trace.ts'
import { predictTrace } from './trace.ts'

/** A trial of the default run: 10 events a second, 30 clients, polls 500 ms apart, a window of 2.5 s. */
function trial(transport: Trace['transport'], rttMs: number, seed = 1): Trace {
  const phase = uniforms(seed)
  const intendedMs = poissonMs(10, 200, seed).filter(atMs => atMs < 3_000)
  return {
    transport,
    intendedMs,
    availableMs: intendedMs,
    windowFromMs: 500,
    windowToMs: 3_000,
    clients: Array.from({ length: 30 }, () => ({ firstPollMs: phase() * 500 - 500 })),
    oneWayUpMs: rttMs / 2,
    oneWayDownMs: rttMs / 2,
    aheadMs: 0,
    serviceMs: 0.4,
    setupMs: 0,
    pollIntervalMs: 500,
    pace: 'rate',
    holdMs: 25_000,
    take: 'all',
    streamAgeMs: null,
  }
}

/** What a bench would measure of a trace: the model with the scatter of a real machine, up to 1.5 ms. */
function measure(trace: Trace, seed = 2): TraceFigures {
  const scatter = uniforms(seed)
  const seen = predictTrace(trace)
  return { ...seen, latencyMs: seen.latencyMs.map(latencyMs => latencyMs + 1.5 * scatter()) }
}

/** The quantities in which a trial with a fault is told from the model of the trial without. */
function flagged(measured: TraceFigures, trace: Trace): string[] {
  return judgeTrace(measured, predictTrace(trace))
    .filter(({ agrees }) => !agrees)
    .map(({ quantity }) => quantity)
}

const transports = ['polling', 'long-polling', 'streaming', 'sse', 'websocket'] as const
const seeds = [1, 2, 3, 4, 5, 6]

describe('a trial beside the model on its own trace', () => {
  it.each(transports)('agrees for %s, with a machine’s scatter', transport => {
    for (const rttMs of [0, 25, 100]) {
      for (const seed of seeds) {
        const trace = trial(transport, rttMs, seed)
        expect(flagged(measure(trace, seed + 50), trace)).toEqual([])
      }
    }
  })

  it.each([25, 100])('shows a re-request that is 20 ms late, at a round trip of %i ms', rttMs => {
    for (const seed of seeds) {
      const trace = trial('long-polling', rttMs, seed)
      expect(flagged(measure({ ...trace, setupMs: 20 }), trace)).toContain('latencyMs.mean')
    }
  })

  it.each(['polling', 'long-polling'] as const)('shows a keep-alive that %s lost', transport => {
    for (const seed of seeds) {
      const trace = trial(transport, 25, seed)
      expect(flagged(measure({ ...trace, setupMs: 25 }), trace)).not.toEqual([])
    }
  })

  it('shows a poll timer that drifts by 1 %', () => {
    for (const seed of seeds) {
      const trace = trial('polling', 25, seed)
      expect(flagged(measure({ ...trace, pollIntervalMs: 505 }), trace)).toContain('nearDeliveryShare')
    }
  })

  it.each(transports)(
    'shows to %s a feed that drifts 15 ms a second, as one on setInterval does',
    transport => {
      for (const seed of seeds) {
        const trace = trial(transport, 25, seed)
        const { intendedMs, windowFromMs, windowToMs } = trace
        const lagMs = intendedMs.map(atMs => atMs * 0.015)
        // The drifting feed in its own time, each latency then counted from when the event was intended.
        const driftedMs = intendedMs.map((atMs, index) => atMs + lagMs[index]!)
        const late = measure({
          ...trace,
          intendedMs: driftedMs,
          availableMs: driftedMs,
          windowFromMs: windowFromMs * 1.015,
          windowToMs: windowToMs * 1.015,
        })
        const inWindow = lagMs.filter((_, index) => {
          const atMs = intendedMs[index]!
          return atMs >= windowFromMs && atMs < windowToMs
        })
        const latencyMs = Float64Array.from(
          late.latencyMs,
          (value, index) => value + inWindow[index % inWindow.length]!,
        )
        const credited = { ...trace, availableMs: creditedMs(intendedMs, driftedMs) }
        expect(flagged({ ...late, latencyMs }, credited)).toContain('latencyMs.mean')
      }
    },
  )

  it('allows each client one request more or less, not two', () => {
    const figures = (requestsPerClient: number[]) => ({ latencyMs: [1], requestsPerClient })
    const judged = (measured: number[]) => judgeTrace(figures(measured), figures([5, 5, 5])).at(-1)
    expect(judged([6, 4, 5])).toMatchObject({ quantity: 'requestsPerClient', agrees: true })
    expect(judged([5, 5, 3])).toMatchObject({ predicted: 5, measured: 3, tolerance: 1, agrees: false })
  })

  it('judges mean and p50 within 2 ms', () => {
    const figures = (latencyMs: number[]) => ({ latencyMs, requestsPerClient: [] })
    const judged = judgeTrace(figures([10, 12, 20]), figures([10, 10, 10]))
    expect(judged).toEqual([
      { quantity: 'latencyMs.mean', predicted: 10, measured: 14, tolerance: 2, agrees: false },
      { quantity: 'latencyMs.p50', predicted: 10, measured: 12, tolerance: 2, agrees: true },
      { quantity: 'latencyMs.p90', predicted: 10, measured: 20, tolerance: 2, agrees: false },
      { quantity: 'nearDeliveryShare', predicted: 1, measured: 2 / 3, tolerance: 0.25, agrees: false },
    ])
  })

  it('has no latency to judge where nothing came, and refuses another number of clients', () => {
    const nothing = { latencyMs: [], requestsPerClient: [3] }
    expect(judgeTrace(nothing, nothing).map(({ quantity }) => quantity)).toEqual(['requestsPerClient'])
    expect(() => judgeTrace(nothing, { ...nothing, requestsPerClient: [3, 3] })).toThrow('got 1 clients')
  })

  it('allows single deliveries half of the spread of their clients’ service', () => {
    const predicted = { latencyMs: [10, 10, 10, 10], requestsPerClient: [1] }
    const measured = { latencyMs: [7, 7, 13, 13], requestsPerClient: [1] }
    const near = (spreadMs: number) =>
      judgeTrace(measured, predicted, spreadMs).find(({ quantity }) => quantity === 'nearDeliveryShare')
    expect(near(1.9)).toMatchObject({ measured: 0, agrees: false })
    expect(near(2)).toMatchObject({ measured: 1, agrees: true })
  })

  it('leaves out deliveries that the model cannot tell', () => {
    const predicted = { latencyMs: [10, Number.NaN, 20], requestsPerClient: [1] }
    const measured = { latencyMs: [11, 500, 21], requestsPerClient: [1] }
    expect(judgeTrace(measured, predicted).slice(0, 3)).toMatchObject([
      { predicted: 15, measured: 16 },
      { predicted: 10, measured: 11 },
      { predicted: 20, measured: 21 },
    ])
  })

  it('lets p90 be off by as far as a tenth of the deliveries reach', () => {
    const figures = (latencyMs: number[]) => ({ latencyMs, requestsPerClient: [1] })
    // 100 deliveries: p85 is 20, p90 30 and p95 36.
    const predicted = Array.from({ length: 100 }, (_, index) => (index < 85 ? 20 : index < 90 ? 30 : 36))
    const p90Of = (measured: number[]) =>
      judgeTrace(figures(measured), figures(predicted)).find(({ quantity }) => quantity === 'latencyMs.p90')
    expect(p90Of(predicted)).toMatchObject({ predicted: 30, tolerance: 10, agrees: true })
    expect(p90Of(predicted.map(latencyMs => latencyMs + 11))).toMatchObject({ measured: 41, agrees: false })
  })
})

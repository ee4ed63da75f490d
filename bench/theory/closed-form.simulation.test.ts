import { describe, expect, it } from 'vitest'
import { distribution } from '../statistics/quantile.ts'
import type { Parameters } from './closed-form/parameters.ts'
import { closedForms } from './closed-form.ts'
import { periodicMs, poissonMs, traceOf, usual } from './test/fixtures.ts'
import type { Trace } from './trace/trace.ts'
import { predictTrace } from './trace.ts'

const events = 120_000

/** What the model gives on long random arrivals, in the closed form's terms. */
function simulate(transport: Trace['transport'], parameters: Parameters, seed: number) {
  const trace = traceOf(transport, parameters, poissonMs(parameters.eventsPerSecond, events, seed))
  return figuresOf(trace)
}

function figuresOf(trace: Trace) {
  const { latencyMs, requestsPerClient, answersPerClient, emptyPerClient } = predictTrace(trace)
  const [requests, answers, empty] = [requestsPerClient, answersPerClient, emptyPerClient].map(list =>
    list.reduce((sum, value) => sum + value, 0),
  ) as [number, number, number]
  const { min, mean, p50, p90, p99, max, count } = distribution(latencyMs)
  const clientSeconds = ((trace.windowToMs - trace.windowFromMs) / 1_000) * trace.clients.length
  return {
    latencyMs: { min, mean, p50, p90, p99, max },
    requestsPerSecond: requests / clientSeconds,
    emptyShare: empty / answers,
    eventsPerNonEmptyAnswer: count / (answers - empty),
  }
}

/** Fails where a figure is further from the closed form than a share of it; what theory leaves out is not compared. */
function expectNear(
  simulated: ReturnType<typeof figuresOf>,
  predicted: ReturnType<(typeof closedForms)['polling']>,
): void {
  const near = (name: string, actual: number | null, expected: number | null, share: number) => {
    if (expected === null) return
    const slack = Math.max(share * expected, name === 'emptyShare' ? 0.002 : 1e-6)
    expect(Math.abs(actual! - expected), `${name}: ${actual} beside ${expected}`).toBeLessThanOrEqual(slack)
  }
  const { latencyMs } = predicted
  for (const name of ['mean', 'p50', 'p90'] as const)
    near(name, simulated.latencyMs[name], latencyMs[name], 0.015)
  near('p99', simulated.latencyMs.p99, latencyMs.p99, 0.08)
  near('min', simulated.latencyMs.min, latencyMs.min, 0.01)
  near('max', simulated.latencyMs.max, latencyMs.max, 0.01)
  near('requestsPerSecond', simulated.requestsPerSecond, predicted.requestsPerSecond, 0.015)
  near('emptyShare', simulated.emptyShare, predicted.emptyShare, 0.02)
  near('eventsPerNonEmptyAnswer', simulated.eventsPerNonEmptyAnswer, predicted.eventsPerNonEmptyAnswer, 0.015)
}

const loads = [0.05, 0.2, 0.567, 1, 1.68, 3.38]

describe('the closed form, beside the model on random arrivals', () => {
  it.each(loads)('holds for long polling at %f events a round trip', x => {
    for (const holdMs of [25_000, 300]) {
      for (const keepAlive of [true, false]) {
        const parameters = { ...usual, eventsPerSecond: x * 10, holdMs, keepAlive, serviceMs: 0.5 }
        expectNear(simulate('long-polling', parameters, 11), closedForms['long-polling'](parameters))
      }
    }
  })

  it.each([0.1, 0.3, 0.5, 0.8])('holds for long polling of one event at %f events a round trip', x => {
    const parameters = { ...usual, eventsPerSecond: x * 10, holdMs: 120_000, take: 'one' } as const
    expectNear(simulate('long-polling', parameters, 12), closedForms['long-polling'](parameters))
  })

  it.each([40, 100, 250, 1_000, 5_000])('holds for polls %i ms apart', pollIntervalMs => {
    for (const pace of ['rate', 'pause'] as const) {
      for (const keepAlive of [true, false]) {
        // A round trip that no interval divides: at a multiple a hair decides which slot is missed.
        const parameters = { ...usual, oneWayMs: 47, pollIntervalMs, pace, keepAlive, eventsPerSecond: 2 }
        expectNear(simulate('polling', parameters, 13), closedForms.polling(parameters))
      }
    }
  })

  it.each([0.2, 0.5, 0.7])('holds for polling of one event at %f events a poll', eventsPerSecond => {
    const parameters = { ...usual, eventsPerSecond, take: 'one' } as const
    expectNear(simulate('polling', parameters, 14), closedForms.polling(parameters))
  })

  it.each([0.5, 3])('holds for polling of the latest at %f events a poll', eventsPerSecond => {
    const parameters = { ...usual, eventsPerSecond, take: 'latest' } as const
    expectNear(simulate('polling', parameters, 15), closedForms.polling(parameters))
  })

  it.each(['streaming', 'websocket'] as const)('holds for %s that is restarted', transport => {
    const keepAlive = transport === 'streaming'
    const parameters = { ...usual, eventsPerSecond: 5, streamAgeMs: 700, keepAlive }
    expectNear(simulate(transport, parameters, 16), {
      ...closedForms[transport](parameters),
      eventsPerNonEmptyAnswer: null,
    })
  })

  // Rates that share no small multiple with the polls, so that phases mix.
  it.each([0.7123, 1.3137, 6.1071])(
    'holds for a periodic feed of %f events a poll, over pollers of random phase',
    rate => {
      for (const take of ['all', 'latest'] as const) {
        const parameters = { ...usual, arrivals: 'periodic', eventsPerSecond: rate, take } as const
        const trace = traceOf('polling', parameters, periodicMs(rate, 1_000), 100)
        expectNear(figuresOf(trace), closedForms.polling(parameters))
      }
    },
  )

  it.each([4, 9.7, 23.1])('holds for long polling of a periodic feed of %f events a second', rate => {
    const parameters = { ...usual, arrivals: 'periodic', eventsPerSecond: rate, holdMs: 25_000 } as const
    const trace = traceOf('long-polling', parameters, periodicMs(rate, 50_000))
    expectNear(figuresOf(trace), closedForms['long-polling'](parameters))
  })
})

import { describe, expect, it } from 'vitest'
import type { Trace } from './trace/trace.ts'
import { predictTrace } from './trace.ts'

/** A trace of one client whose first poll is sent at 0, with 50 ms each way. */
function trace(transport: Trace['transport'], intendedMs: number[], change: Partial<Trace> = {}): Trace {
  return {
    transport,
    intendedMs: Float64Array.from(intendedMs),
    availableMs: Float64Array.from(intendedMs),
    windowFromMs: 0,
    windowToMs: 1_000,
    clients: [{ firstPollMs: 0 }],
    oneWayUpMs: 50,
    oneWayDownMs: 50,
    aheadMs: 0,
    serviceMs: 0,
    setupMs: 0,
    pollIntervalMs: 500,
    pace: 'rate',
    holdMs: 25_000,
    take: 'all',
    streamAgeMs: null,
    ...change,
  }
}

const one = (of: Trace) => {
  const { latencyMs, requestsPerClient, answersPerClient, emptyPerClient } = predictTrace(of)
  return {
    latencyMs: [...latencyMs],
    requests: requestsPerClient[0],
    answers: answersPerClient[0],
    empty: emptyPerClient[0],
  }
}

describe('what a delivery waits for others', () => {
  it('is in what was held or open, not in what waited for its request', () => {
    const long = { aheadMs: 3, windowToMs: 300 }
    // Held until 100, so received at 153; asked again, that request is there at 203 and finds the event of 120.
    expect(one(trace('long-polling', [100, 120], long)).latencyMs).toEqual([53, 133])
    expect(one(trace('websocket', [100, 120], long)).latencyMs).toEqual([53, 53])
    expect(one(trace('polling', [40], long)).latencyMs).toEqual([60])
  })
})

describe('the model of polling', () => {
  it('reads what has come when a request arrives', () => {
    const uneven = { clients: [{ firstPollMs: 100 }], oneWayUpMs: 10, oneWayDownMs: 20, serviceMs: 1 }
    expect(one(trace('polling', [105, 110, 111], uneven))).toEqual({
      latencyMs: [26, 21, 520],
      requests: 2,
      answers: 2,
      empty: 0,
    })
  })

  it('counts polls without an event', () => {
    expect(one(trace('polling', [700], { windowToMs: 1_601 }))).toEqual({
      latencyMs: [400],
      requests: 4,
      answers: 4,
      empty: 3,
    })
  })

  it('skips the slots that pass while an answer is out', () => {
    const tight = { pollIntervalMs: 40, windowToMs: 360 }
    // Answers come at 100, 220 and 340; slots are at 120 and 240.
    expect(one(trace('polling', [60, 130, 200], tight))).toMatchObject({
      latencyMs: [160, 90, 140],
      requests: 3,
    })
  })

  it('polls once a slot when answers take no time', () => {
    const instant = { oneWayUpMs: 0, oneWayDownMs: 0, windowToMs: 1_500 }
    expect(one(trace('polling', [500, 501], instant))).toMatchObject({ latencyMs: [0, 499], requests: 3 })
  })

  it('waits an interval after the answer when it pauses, and for a connection', () => {
    // Asks at 0, 620 and 1,240; is read at 70, 690 and 1,310.
    const pause = { pace: 'pause', setupMs: 20, windowToMs: 1_300 } as const
    expect(one(trace('polling', [80, 700], pause))).toMatchObject({ latencyMs: [660, 660], requests: 3 })
  })

  it('takes one event an answer, or the latest alone', () => {
    expect(one(trace('polling', [10, 20, 60], { take: 'one' })).latencyMs).toEqual([90, 580, 1_040])
    expect(one(trace('polling', [10, 20, 60], { take: 'latest' })).latencyMs).toEqual([80, 540])
  })

  it('takes no more than 1,000 events an answer', () => {
    const { latencyMs } = one(
      trace(
        'polling',
        Array.from({ length: 1_001 }, () => 10),
      ),
    )
    expect(latencyMs.slice(998)).toEqual([90, 90, 590])
  })
})

describe('the model of long polling', () => {
  it('delivers in one transit to a held request, and what came in the gap with the next', () => {
    // The request of 0 is held from 50 and answered at 60; the next arrives at 160, the third at 260.
    expect(one(trace('long-polling', [60, 100, 120, 500]))).toEqual({
      latencyMs: [50, 110, 90, 50],
      requests: 4,
      answers: 3,
      empty: 0,
    })
  })

  it('queues with one event an answer', () => {
    expect(one(trace('long-polling', [60, 100, 120], { take: 'one' })).latencyMs).toEqual([50, 110, 190])
  })

  it('asks again after an empty answer, and loses what came meanwhile to the gap', () => {
    // Held from 50 to 250; the next request arrives at 350.
    expect(one(trace('long-polling', [250.5], { holdMs: 200, windowToMs: 400 }))).toMatchObject({
      latencyMs: [149.5],
      requests: 2,
      answers: 1,
      empty: 1,
    })
  })

  it('pays for a connection with each request', () => {
    expect(one(trace('long-polling', [200, 210], { setupMs: 100 })).latencyMs).toEqual([50, 240])
  })
})

describe('the model of an open transport', () => {
  it.each(['streaming', 'sse', 'websocket'] as const)('is one transit for %s', transport => {
    expect(one(trace(transport, [1, 2, 999], { serviceMs: 0.5 }))).toEqual({
      latencyMs: [50.5, 50.5, 50.5],
      requests: 0,
      answers: 0,
      empty: 0,
    })
  })

  it('keeps what comes between two streams for the second', () => {
    // Opened at 0 and ended at 600, which the client sees at 650; open again at 700.
    const aged = { clients: [{ openedMs: 50 }], streamAgeMs: 600 }
    expect(one(trace('streaming', [600, 601, 700, 701], aged))).toMatchObject({
      latencyMs: [50, 149, 50, 50],
      requests: 1,
    })
  })
})

describe('the model on a trace', () => {
  it('counts events by their intended time and requests by when they are sent, warm-up left out', () => {
    const later = { windowFromMs: 400, windowToMs: 900 }
    expect(one(trace('polling', [100, 399, 400, 899, 900], later))).toMatchObject({
      latencyMs: [200, 201],
      requests: 1,
      answers: 1,
    })
  })

  it('leaves out what came before a client’s cursor', () => {
    const client = { firstPollMs: 0, openedMs: -100 }
    const early = { windowFromMs: -1_000, clients: [client] }
    expect(one(trace('polling', [-200, -150, -149], early)).latencyMs).toEqual([249])
    expect(one(trace('websocket', [-200, -150, -149], early)).latencyMs).toEqual([50])
  })

  it('runs every client from its own phase', () => {
    const { latencyMs, requestsPerClient } = predictTrace(
      trace('polling', [200], { clients: [{ firstPollMs: 0 }, { firstPollMs: 490 }] }),
    )
    expect([...latencyMs]).toEqual([400, 390])
    expect(requestsPerClient).toEqual([2, 2])
  })

  it.each([
    ['intendedMs: event 1', trace('sse', [2, 1])],
    ['pollIntervalMs: got 0', trace('polling', [1], { pollIntervalMs: 0 })],
    ['clients.firstPollMs: polling needs it', trace('polling', [1], { clients: [{}] })],
    ['clients.openedMs: sse needs it', trace('sse', [1], { clients: [{}], streamAgeMs: 5 })],
    ['streamAgeMs: got 0', trace('sse', [1], { clients: [{ openedMs: 0 }], streamAgeMs: 0 })],
    ['holdMs: got 0', trace('long-polling', [1], { holdMs: 0, oneWayUpMs: 0, oneWayDownMs: 0 })],
  ])('refuses what cannot be: %s', (message, impossible) => {
    expect(() => predictTrace(impossible)).toThrow(message)
  })

  it('refuses times that are no numbers', () => {
    expect(() => predictTrace(trace('long-polling', [1], { serviceMs: Number.NaN }))).toThrow(
      /^serviceMs: got NaN/,
    )
  })
})

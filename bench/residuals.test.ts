import { describe, expect, it } from 'vitest'
import { joinResiduals, residualsOf } from './residuals.ts'
import type { Trace } from './theory/trace/trace.ts'

/** Warm-up from 1,000, window from 1,100 to 1,200; 10 ms each way. */
function traceOf(
  transport: Trace['transport'],
  intendedMs: readonly number[],
  firstPollsMs: number[],
): Trace {
  return {
    transport,
    intendedMs: Float64Array.from(intendedMs),
    availableMs: Float64Array.from(intendedMs),
    windowFromMs: 1_100,
    windowToMs: 1_200,
    clients: firstPollsMs.map(firstPollMs => ({ firstPollMs, openedMs: 900 })),
    oneWayUpMs: 10,
    oneWayDownMs: 10,
    aheadMs: 0,
    serviceMs: 1,
    setupMs: 0,
    pollIntervalMs: 50,
    pace: 'rate',
    holdMs: 25_000,
    take: 'all',
    streamAgeMs: null,
  }
}

const feedOf = ({ intendedMs }: Trace) => ({
  // The feed's numbers do not begin with the trial.
  sequences: intendedMs.map((_, index) => index + 41),
  intendedMs,
})
const client = (...received: readonly (readonly [sequence: number, receivedMs: number])[]) => ({
  sequences: Float64Array.from(received, ([sequence]) => sequence),
  receivedMs: Float64Array.from(received, ([, ms]) => ms),
  sentMs: new Float64Array(),
  emptyMs: new Float64Array(),
  openedMs: 900,
})
const rounded = (values: Float64Array) => [...values].map(value => Number(value.toFixed(6)))

describe('the residuals of a trial', () => {
  it('are from the feed’s start to the window’s end, client by client', () => {
    const trace = traceOf('websocket', [1_010, 1_150, 1_199, 1_200], [0, 0])
    const receipts = [
      client([41, 1_024], [42, 1_161], [43, 1_211], [44, 1_300]),
      client([41, 1_021.5], [42, 1_160], [43, 1_210]),
    ]
    const { timesMs, residualsMs } = residualsOf(trace, { feed: feedOf(trace), receipts, startAtMs: 1_000 })
    expect([...timesMs]).toEqual([1_010, 1_150, 1_199, 1_010, 1_150, 1_199])
    expect(rounded(residualsMs)).toEqual([3, 0, 1, 0.5, -1, 0])
  })

  it('keep each event beside its own prediction where another never came, or one came twice', () => {
    const trace = traceOf('sse', [1_010, 1_150, 1_199], [0, 0])
    const receipts = [client([43, 1_212], [43, 1_290]), client([42, 1_163], [41, 1_025])]
    const { timesMs, residualsMs } = residualsOf(trace, { feed: feedOf(trace), receipts, startAtMs: 1_000 })
    expect([...timesMs]).toEqual([1_199, 1_010, 1_150])
    expect(rounded(residualsMs)).toEqual([2, 4, 2])
  })

  it('are free of the polls’ phases', () => {
    const trace = traceOf('polling', [1_010, 1_150], [1_005, 1_030])
    // Read at 1,015 and 1,165; at 1,040 and 1,190; each poll is 2 ms late.
    const receipts = [client([41, 1_028], [42, 1_178]), client([41, 1_053], [42, 1_203])]
    const { residualsMs } = residualsOf(trace, { feed: feedOf(trace), receipts, startAtMs: 1_000 })
    expect(rounded(residualsMs)).toEqual([2, 2, 2, 2])
  })

  it('leave out what may be in either of two answers', () => {
    const polls = traceOf('polling', [1_010, 1_064.8, 1_150], [1_005])
    const trace = { ...polls, clients: [{ ...polls.clients[0], sentMs: [1_005, 1_055, 1_105, 1_155] }] }
    // The second event and the poll of 1,055 come to the server within the error of their times.
    const receipts = [client([41, 1_027], [42, 1_126], [43, 1_177])]
    const { timesMs, residualsMs } = residualsOf(trace, { feed: feedOf(trace), receipts, startAtMs: 1_000 })
    expect([...timesMs]).toEqual([1_010, 1_150])
    expect(rounded(residualsMs)).toEqual([1, 1])
  })

  it('leave out what a poller of the latest alone is not sent', () => {
    const trace = { ...traceOf('polling', [1_010, 1_012, 1_150], [1_005]), take: 'latest' as const }
    const receipts = [client([42, 1_027], [43, 1_176.5])]
    const { timesMs, residualsMs } = residualsOf(trace, { feed: feedOf(trace), receipts, startAtMs: 1_000 })
    expect([...timesMs]).toEqual([1_012, 1_150])
    expect(rounded(residualsMs)).toEqual([1, 0.5])
  })

  it('are joined time by time', () => {
    const group = (from: number) => ({
      timesMs: Float64Array.of(from, from + 1),
      residualsMs: Float64Array.of(-from, -from - 1),
    })
    expect(joinResiduals([group(1), group(5)])).toEqual({
      timesMs: Float64Array.of(1, 2, 5, 6),
      residualsMs: Float64Array.of(-1, -2, -5, -6),
    })
  })
})

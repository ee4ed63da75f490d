import { describe, expect, it } from 'vitest'
import type { TransportName } from '../server/protocol.ts'
import { judgeTimers } from './request-timers.ts'
import { scenarioOf } from './statistics/fixtures.ts'

const { options } = scenarioOf()
const window = { fromMs: 1_000, toMs: 5_000 }

/** What is judged of one client that sent and was answered at these times. */
function lateOf(
  transport: TransportName,
  sentMs: number[],
  receivedMs: number[],
  change: Partial<typeof options> = {},
) {
  const client = {
    sequences: Float64Array.from(receivedMs, (_, index) => index + 1),
    receivedMs: Float64Array.from(receivedMs),
    sentMs: Float64Array.from(sentMs),
    emptyMs: new Float64Array(),
    openedMs: 0,
  }
  const scenario = { options: { ...options, ...change } }
  return judgeTimers({ scenario, transport, receipts: [client], window })
}

/** Polls that begin at 700 ms, an interval apart. */
const polls = (intervalMs: number) => [0, ...Array.from({ length: 9 }, (_, poll) => 700 + poll * intervalMs)]

describe('a trial’s request timers', () => {
  it('see polls that keep their schedule, and skip slots that passed', () => {
    expect(lateOf('polling', polls(500), [])).toEqual([
      { quantity: 'requestLateMs.p50', predicted: 0, measured: 0, tolerance: 2, agrees: true },
      { quantity: 'requestLateMs.p90', predicted: 0, measured: 0, tolerance: 5, agrees: true },
    ])
    const skipped = polls(500).filter((_, index) => index !== 4)
    expect(lateOf('polling', skipped, [])).toMatchObject([{ measured: 0 }, { measured: 0 }])
  })

  it('see a poll timer that drifts, or counts from the last answer', () => {
    expect(lateOf('polling', polls(505), [])).toMatchObject([{ agrees: false }, {}])
    expect(lateOf('polling', polls(540), [])).toMatchObject([{ agrees: false }, {}])
  })

  it('are not put off by a late first poll, or by one skipped slot', () => {
    const warmUp = [0, 105, 200, 300, 400, 500, 600, 700, 800, 900]
    const window = Array.from({ length: 30 }, (_, poll) => 1_000 + poll * 100)
    const fast = { pollIntervalMs: 100 }
    expect(lateOf('polling', [...warmUp, ...window], [], fast)).toMatchObject([
      { measured: 0 },
      { measured: 0 },
    ])
    const skipped = [0, 99.5, 200, 300, 400, ...window.filter((_, poll) => poll !== 3)]
    expect(lateOf('polling', skipped, [], fast)).toMatchObject([{ agrees: true }, {}])
  })

  it('see a pause that is too long', () => {
    const pause = { pollPace: 'pause', pollIntervalMs: 500 } as const
    const answers = [1_100, 1_700, 2_300]
    expect(lateOf('polling', [0, 1_000, 1_600, 2_200], answers, pause)).toMatchObject([
      { measured: 0, agrees: true },
      { agrees: true },
    ])
    expect(lateOf('polling', [0, 1_000, 1_610, 2_215], answers, pause)).toMatchObject([
      { measured: 10, agrees: false },
      { agrees: false },
    ])
  })

  it('see a long poll that is asked again 20 ms late', () => {
    const answers = [1_100, 1_300, 1_700]
    expect(lateOf('long-polling', [0, 900, 1_100.2, 1_300.1], answers)).toMatchObject([{ agrees: true }, {}])
    expect(lateOf('long-polling', [0, 900, 1_120, 1_320], answers)).toMatchObject([
      { measured: 20, agrees: false },
      { agrees: false },
    ])
  })

  it('see a few of many long polls asked again late, which the median hides', () => {
    const answersMs = Array.from({ length: 20 }, (_, answer) => 1_000 + answer * 100)
    const sentMs = [0, 900, ...answersMs.map((ms, answer) => ms + (answer % 5 === 0 ? 20 : 0.1))]
    expect(lateOf('long-polling', sentMs, answersMs)).toMatchObject([{ agrees: true }, { agrees: false }])
  })

  it('have nothing to see of an open transport, or outside of the window', () => {
    expect(lateOf('sse', [0, 1_500], [1_600])).toEqual([])
    expect(lateOf('polling', [0, 100, 600], [])).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { calibrationFixture } from '../report/test/fixture-calibration.ts'
import { calibrationFaults, calibrationOf } from './calibration-figures.ts'
import { createTally } from './tally.ts'

/** Messages as an end takes them: when each was sent, and how long it took. */
function received(...messages: readonly (readonly [sequence: number, sentMs: number, tookMs: number])[]) {
  return {
    sequences: Float64Array.from(messages, ([sequence]) => sequence),
    sentMs: Float64Array.from(messages, ([, sentMs]) => sentMs),
    receivedMs: Float64Array.from(messages, ([, sentMs, tookMs]) => sentMs + tookMs),
  }
}

describe('calibrationOf', () => {
  it('tells the delay seen over both directions, and what was early, out of order or lost', () => {
    const tally = createTally()
    tally.released('up', 16, 0.5)
    const up = received([0, 1_000, 12], [2, 1_002, 10], [1, 1_001, 12], [3, 1_003, 9.5])
    const down = received([0, 1_000, 11])
    expect(calibrationOf(tally.report(10), [up, down], 7, Float64Array.of(42, 41, 43))).toEqual({
      askedMs: 10,
      seenMs: { count: 5, min: 9.5, mean: 10.9, p50: 11, p90: 12, p99: 12, max: 12 },
      achievedMs: { count: 1, min: 10.5, mean: 10.5, p50: 10.5, p90: 10.5, p99: 10.5, max: 10.5 },
      ...{ sent: 7, lost: 2, reordered: 1, early: 1 },
      freshMs: { count: 3, min: 41, mean: 42, p50: 42, p90: 43, p99: 43, max: 43 },
    })
  })
})

describe('calibrationFaults', () => {
  const { seenMs, freshMs } = calibrationFixture()

  it('finds none in a link that is as asked', () => {
    expect(calibrationFaults(calibrationFixture())).toEqual([])
    expect(calibrationFaults(calibrationFixture({ seenMs: { ...seenMs, p50: 25.5 } }))).toEqual([])
  })

  it.each([
    [{ early: 1 }, '25 ms one way: 1 of 2000 messages came early'],
    [{ lost: 2 }, '25 ms one way: 2 of 2000 messages were lost'],
    [{ reordered: 3 }, '25 ms one way: 3 of 2000 messages came out of order'],
    [{ seenMs: { ...seenMs, p50: 25.501 } }, '25 ms one way: p50 25.501 ms, over 25.5 ms'],
    [
      { freshMs: { ...freshMs, min: 99.9 } },
      '25 ms one way: a fresh connection took 99.900 ms, under 100 ms',
    ],
  ])('names %j', (changes, line) => {
    expect(calibrationFaults(calibrationFixture(changes))).toEqual([line])
  })
})

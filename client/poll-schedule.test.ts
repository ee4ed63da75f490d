import { describe, expect, it } from 'vitest'
import { createPollSchedule } from './poll-schedule.ts'
import type { PollOptions } from './transport.ts'

/** When the polls go out, if each one's answer takes the time given. */
function pollTimes(poll: PollOptions, answerMs: readonly number[], random = 0.5): number[] {
  let nowMs = 1_000
  const waitMs = createPollSchedule(poll, { now: () => nowMs, random: () => random })
  return answerMs.map(ms => {
    const sentMs = nowMs + waitMs()
    nowMs = sentMs + ms
    return sentMs - 1_000
  })
}

describe('a schedule of polls', () => {
  it('keeps to its slots at a rate, however long the answers take', () => {
    expect(pollTimes({ intervalMs: 100, pace: 'rate', phaseMs: 30 }, [10, 99, 0, 50])).toEqual([
      30, 130, 230, 330,
    ])
  })

  it('leaves out the slots that an answer took', () => {
    expect(pollTimes({ intervalMs: 100, pace: 'rate', phaseMs: 30 }, [250, 1, 1])).toEqual([30, 330, 430])
  })

  it('waits its interval after each answer at a pause', () => {
    expect(pollTimes({ intervalMs: 100, pace: 'pause', phaseMs: 30 }, [10, 250, 0, 5])).toEqual([
      30, 140, 490, 590,
    ])
  })

  it('starts at random within its interval', () => {
    expect(pollTimes({ intervalMs: 100, pace: 'rate' }, [0, 0], 0.25)).toEqual([25, 125])
    expect(pollTimes({ intervalMs: 100, pace: 'pause' }, [0, 0], 0.75)).toEqual([75, 175])
  })

  it('starts with the next slot when its phase has passed', () => {
    let nowMs = 0
    const waitMs = createPollSchedule(
      { intervalMs: 100, pace: 'rate', phaseMs: 30 },
      { now: () => nowMs, random: () => 0 },
    )
    nowMs = 40
    expect(waitMs()).toBe(90)
  })

  it('refuses an interval that is not positive', () => {
    const start = () => createPollSchedule({ intervalMs: 0, pace: 'rate' }, { now: () => 0, random: () => 0 })
    expect(start).toThrow('poll.intervalMs: got 0, expected a positive number')
  })
})

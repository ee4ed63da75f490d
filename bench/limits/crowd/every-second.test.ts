import { expect, it } from 'vitest'
import { createEverySecond } from './every-second.ts'

/** A clock that jumps to whatever is awaited, and on by as much as it is told to. */
function createClock(lateMs: number) {
  let nowMs = 5_000.5
  return {
    now: () => nowMs,
    at: async (timeMs: number) => {
      nowMs = Math.max(nowMs, timeMs + lateMs)
      if (nowMs > 9_000) throw new Error('over')
    },
  }
}

it.each([0, 40])(
  'calls each member once a second at its own time, by a clock that is %i ms late',
  async lateMs => {
    const ending = new AbortController()
    const everySecond = createEverySecond(createClock(lateMs), ending.signal)
    ending.abort()
    const calls: number[][] = [[], [], []]
    for (const times of calls) everySecond.add(dueMs => times.push(dueMs))
    const stop = everySecond.add(() => expect.unreachable())
    stop()
    await new Promise(resolve => setImmediate(resolve))
    expect(calls).toEqual([
      [5_001, 6_001, 7_001, 8_001],
      [5_618, 6_618, 7_618, 8_618],
      [5_235, 6_235, 7_235, 8_235],
    ])
  },
)

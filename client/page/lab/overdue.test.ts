import { describe, expect, it } from 'vitest'
import type { SessionState } from '../context.ts'
import { overdueOf } from './overdue.ts'
import { scriptedTrace } from './test/scripted-trace.ts'

const trace = scriptedTrace({ rttMs: 100, untilMs: 3_000, eventsMs: [1_000, 2_000] })
const late = (nowMs: number, next = '5f3a9c1e.1', state: SessionState = 'suspect', longestMs = 500) =>
  overdueOf({ state, pending: { events: 2, next } }, { latencyMs: [[longestMs, 1]] }, { trace, nowMs })

describe('what a transport is late with', () => {
  it('is what has been awaited for a second longer than any that came', () => {
    expect(late(2_499)).toBeNull()
    expect(late(2_500)).toEqual({ events: 2, age: '1.5 s' })
    expect(late(2_500, '5f3a9c1e.1', 'suspect', 501)).toBeNull()
  })

  it('is at least as old as the trace where it has left that', () => {
    expect(late(62_000, 'gone.7')).toEqual({ events: 2, age: '> 61.0 s' })
  })

  it('is nothing of a session that is stopped, or has all', () => {
    expect(late(9_000, '5f3a9c1e.1', 'idle')).toBeNull()
    const pending = { events: 0, next: null }
    expect(overdueOf({ state: 'open', pending }, { latencyMs: [] }, { trace, nowMs: 9_000 })).toBeNull()
  })
})

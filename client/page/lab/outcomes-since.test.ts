import { describe, expect, it } from 'vitest'
import type { Session, Sessions } from '../context.ts'
import { noCounts, noLosses } from './outcomes.ts'
import { createOutcomesSince } from './outcomes-since.ts'

/** Outcomes of one session, which the test lets count. */
function counting() {
  const session = { transport: 'sse', counts: noCounts, losses: noLosses } as {
    -readonly [K in keyof Session]: Session[K]
  }
  const since = createOutcomesSince({ of: () => session, shown: [session] } as unknown as Sessions)
  const to = (delivered: number, lost: number) => {
    session.counts = { ...noCounts, delivered, lost }
    session.losses = { ...noLosses, restarted: lost }
  }
  return { since, to, now: () => [since.of('sse').counts.lost, since.of('sse').losses.restarted] }
}

describe('what became of events since a moment', () => {
  it('is what the session counts, less what it had counted then', () => {
    const { since, to, now } = counting()
    to(10, 3)
    expect(now()).toEqual([3, 3])
    since.begin()
    expect(now()).toEqual([0, 0])
    to(12, 4)
    expect(now()).toEqual([1, 1])
  })

  it('is no less than nothing where what was lost has come since', () => {
    const { since, to, now } = counting()
    to(10, 3)
    since.begin()
    to(12, 1)
    expect(now()).toEqual([0, 0])
  })

  it('is all of a session that has begun anew since', () => {
    const { since, to, now } = counting()
    to(10, 3)
    since.begin()
    to(2, 1)
    expect(now()).toEqual([1, 1])
  })
})

import { describe, expect, it } from 'vitest'
import { createTally } from './tally.ts'

describe('a tally', () => {
  it('adds the delay asked to how late each chunk was, and leaves out what waited for a reader', () => {
    const tally = createTally()
    tally.opened()
    tally.released('up', 10, 0.25)
    tally.released('down', 20, 0.5)
    tally.released('down', 30, undefined)
    expect(tally.report(25)).toEqual({
      askedMs: 25,
      achievedMs: { count: 2, min: 25.25, mean: 25.375, p50: 25.25, p90: 25.5, p99: 25.5, max: 25.5 },
      connections: { opened: 1, open: 1 },
      bytesUp: 10,
      bytesDown: 50,
    })
  })

  it('begins anew, and still knows what is open', () => {
    const tally = createTally()
    tally.opened()
    tally.opened()
    tally.released('up', 10, 0)
    tally.closed()
    tally.reset()
    expect(tally.report(0)).toMatchObject({
      achievedMs: { count: 0, p50: null },
      connections: { opened: 0, open: 1 },
      bytesUp: 0,
    })
  })

  it('keeps the last 65,536, and counts all', () => {
    const tally = createTally()
    for (let index = 0; index < 65_537; index += 1) tally.released('up', 1, index)
    expect(tally.report(0).achievedMs).toMatchObject({ count: 65_537, min: 1, max: 65_536 })
  })
})

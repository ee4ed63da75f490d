import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchReceipts } from './receipts.ts'
import { costOf } from './statistics/fixtures.ts'

const feedOf = (intendedMs: readonly number[], lagMs = 0.5) => ({
  sequences: Float64Array.from(intendedMs, (_, index) => index + 1),
  intendedMs: Float64Array.from(intendedMs),
  appendedMs: Float64Array.from(intendedMs, ms => ms + lagMs),
  availableMs: Float64Array.from(intendedMs, ms => ms + lagMs),
  cost: costOf(1),
})
const client = (...receipts: readonly (readonly [sequence: number, receivedMs: number])[]) => ({
  sequences: Float64Array.from(receipts, receipt => receipt[0]),
  receivedMs: Float64Array.from(receipts, receipt => receipt[1]),
  sentMs: Float64Array.from([99.9, 100, 150, 200]),
  emptyMs: Float64Array.from([150]),
  openedMs: 1,
})
const window = { fromMs: 100, toMs: 200 }

describe('matching receipts with what the feed appended', () => {
  it('takes latency from the intended time, for the window’s events alone', () => {
    const feed = feedOf([99.9, 100, 150, 199.9, 200])
    const all = client([1, 101], [2, 103], [3, 155], [4, 230], [5, 231])
    const matched = matchReceipts(feed, [all], window)
    expect([...matched.latencyMs].map(ms => Number(ms.toFixed(6)))).toEqual([3, 5, 30.1])
    expect(matched.feedLagMs.length).toBe(3)
    expect(matched.events).toEqual({
      published: 3,
      expected: 3,
      received: 3,
      lost: 0,
      duplicated: 0,
      reordered: 0,
    })
  })

  it('misses no event that a newer one overtook where only the latest was asked for', () => {
    const feed = feedOf([110, 120, 130, 140])
    const { events } = matchReceipts(feed, [client([2, 121], [3, 131])], window, true)
    expect(events).toMatchObject({ published: 4, expected: 3, received: 2, lost: 1 })
  })

  it('counts the requests and empty answers inside the window', () => {
    expect(matchReceipts(feedOf([]), [client(), client()], window).requests).toEqual({ sent: 4, empty: 2 })
  })

  it('counts what did not come, came twice or came late in the order, for each client', () => {
    const feed = feedOf([110, 120, 130])
    const clients = [
      client([1, 111], [3, 131]),
      client([1, 111], [1, 112], [2, 121], [3, 131]),
      client([2, 121], [1, 122], [3, 131]),
    ]
    expect(matchReceipts(feed, clients, window).events).toEqual({
      published: 3,
      expected: 9,
      received: 8,
      lost: 1,
      duplicated: 1,
      reordered: 1,
    })
  })

  it('finds every event of the window in any run without a fault', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 300, noNaN: true })),
        fc.integer({ min: 1, max: 5 }),
        (times, clients) => {
          const feed = feedOf(times.toSorted((a, b) => a - b))
          const all = client(
            ...[...feed.sequences].map((sequence, index) => [sequence, feed.intendedMs[index]! + 1] as const),
          )
          const { events, latencyMs } = matchReceipts(
            feed,
            Array.from({ length: clients }, () => all),
            window,
          )
          const inside = times.filter(ms => ms >= 100 && ms < 200).length
          expect(events).toMatchObject({
            published: inside,
            received: inside * clients,
            lost: 0,
            duplicated: 0,
            reordered: 0,
          })
          expect([...latencyMs].every(ms => Math.abs(ms - 1) < 1e-9)).toBe(true)
        },
      ),
    )
  })
})

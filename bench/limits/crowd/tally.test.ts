import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueAt, type Play } from '../schedule.ts'
import { createTally } from './tally.ts'

const play: Play = { clients: 3, topics: true, seconds: 4, startAtMs: 123_456_789.123_456 }
const whole = { expected: 12, received: 12, duplicated: 0, reordered: 0, strays: 0 }

/** A tally that has taken what happens to each event: `times` it came. */
function taken(times: (second: number, client: number) => number) {
  const tally = createTally()
  tally.begin(play)
  for (let second = 0; second < play.seconds; second += 1) {
    for (let client = 0; client < play.clients; client += 1) {
      for (let left = times(second, client); left > 0; left -= 1)
        tally.take(client, dueAt(play, second, client), 1)
    }
  }
  return tally
}

describe('a tally', () => {
  it('counts each event once, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 31 }),
        fc.boolean(),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (clients, seconds, topics, startAtMs) => {
          const any: Play = { clients, topics, seconds, startAtMs }
          const tally = createTally()
          tally.begin(any)
          for (let second = 0; second < seconds; second += 1) {
            for (let client = 0; client < clients; client += 1) {
              const dueMs = dueAt(any, second, topics ? client : 0)
              // As the load reads it from a record.
              tally.take(client, Number(JSON.stringify(dueMs)), 1)
            }
          }
          const expected = clients * seconds
          expect(tally.told()).toMatchObject({ ...whole, expected, received: expected })
          expect(tally.missing()).toBe(0)
        },
      ),
    )
  })

  it('does not let a duplicate make up for a loss', () => {
    const tally = taken((second, client) => (client === 1 ? [1, 0, 2, 1][second]! : 1))
    expect(tally.told()).toMatchObject({ ...whole, received: 11, duplicated: 1 })
    expect(tally.missing()).toBe(1)
  })

  it('knows an event that another client should have had', () => {
    const tally = taken(second => (second === 2 ? 0 : 1))
    for (const [client, other] of [
      [0, 1],
      [1, 2],
      [2, 0],
    ] as const)
      tally.take(client, dueAt(play, 2, other), 1)
    expect(tally.told()).toMatchObject({ ...whole, received: 9, strays: 3 })
  })

  it('knows an event of the play before, one that is late in its row, and a client too many', () => {
    const tally = taken((second, client) => (second === 1 && client === 0 ? 0 : 1))
    tally.take(0, dueAt(play, 1, 0), 1)
    tally.take(0, dueAt(play, -1, 0), 1)
    tally.take(3, dueAt(play, 1, 3), 1)
    expect(tally.told()).toMatchObject({ ...whole, reordered: 1, strays: 2 })
  })

  it('tells percentiles of the waits, and begins anew', () => {
    const tally = taken(() => 0)
    for (let client = 0; client < 3; client += 1) tally.take(client, dueAt(play, 0, client), 30 - 10 * client)
    expect(tally.told()).toMatchObject({ p50Ms: 20, p99Ms: 30, maxMs: 30 })
    tally.begin(play)
    expect(tally.told()).toMatchObject({ received: 0, p50Ms: null, p99Ms: null, maxMs: null })
  })
})

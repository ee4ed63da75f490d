import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Account, type Counts, createAccount, createLogHeads, placeOf } from './outcomes.ts'

/** Each step of a reader, or of the logs. */
type Step =
  | { readonly does: 'append'; readonly cursor: string }
  | { readonly does: 'deliver'; readonly cursor: string }
  | { readonly does: 'stand'; readonly cursor: string }
  | { readonly does: 'gap'; readonly cursor: string }

const count = (steps: readonly Step[]): Counts => accountOf(steps).counts()

function accountOf(steps: readonly Step[]): Account {
  const log = createLogHeads()
  const account = createAccount(log)
  for (const { does, cursor } of steps) {
    if (does === 'append') log.appended(cursor)
    else if (does === 'deliver') account.delivered(cursor)
    else account.standsAt(cursor, does === 'gap' ? 'evicted' : 'unexplained')
  }
  const { restarted, evicted, unexplained } = account.losses()
  expect(restarted + evicted + unexplained).toBe(account.counts().lost)
  return account
}

/** The same from whole lists: `order` is every event there ever was, in order; the reader begins after `order[start]`. */
function naively(order: readonly string[], start: number, steps: readonly Step[]): Counts {
  const rank = (cursor: string) => order.indexOf(cursor)
  const came = steps.filter(({ does }) => does === 'deliver').map(({ cursor }) => rank(cursor))
  const firsts = came.filter((each, index) => each > start && came.indexOf(each) === index)
  const furthest = Math.max(start, ...steps.filter(s => s.does !== 'append').map(s => rank(s.cursor)))
  const owed = order.map((_, index) => index).filter(index => index > start && index <= furthest)
  return {
    delivered: firsts.length,
    lost: owed.filter(index => !came.includes(index)).length,
    duplicated: came.length - firsts.length,
    reordered: firsts.filter((each, index) => firsts.slice(0, index).some(earlier => earlier > each)).length,
  }
}

const deliver = (...sequences: number[]) =>
  sequences.map((sequence): Step => ({ does: 'deliver', cursor: `e.${sequence}` }))
const stand = (cursor: string): Step => ({ does: 'stand', cursor })
const deliverAt = (cursor: string): Step => ({ does: 'deliver', cursor })
const append = (cursor: string): Step => ({ does: 'append', cursor })

describe('the account of a reader', () => {
  it('counts as whole lists do: deliveries in any order, some twice, some never, the cursor moving by itself', () => {
    const steps = fc.array(
      fc.record({
        does: fc.constantFrom('deliver', 'deliver', 'deliver', 'stand'),
        at: fc.integer({ min: 1, max: 12 }),
      }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(fc.nat(6), steps, (start, drawn) => {
        const order = Array.from({ length: 13 }, (_, sequence) => `e.${sequence}`)
        const all: Step[] = [
          stand(`e.${start}`),
          ...drawn.map(({ does, at }): Step => ({ does: does as 'deliver', cursor: `e.${at}` })),
        ]
        const furthest = Math.max(start, ...drawn.map(({ at }) => at))
        // Standing before the start, or going back, promises nothing: only the furthest cursor counts.
        expect(count(all)).toEqual(naively(order.slice(0, Math.max(furthest, start) + 1), start, all))
      }),
      { numRuns: 500 },
    )
  })

  it('counts over restarts as whole lists do, also logs of which nothing came', () => {
    const log = fc.record({
      events: fc.nat(5),
      taken: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    })
    fc.assert(
      fc.property(fc.array(log, { minLength: 1, maxLength: 5 }), logs => {
        const last = logs.length
        const everything = [...logs.map(({ events }) => events), 1]
        const order = everything.flatMap((events, epoch) =>
          Array.from({ length: events + 1 }, (_, sequence) => `${epoch}.${sequence}`),
        )
        const appended = order.map(append)
        const taken = logs.flatMap((each, epoch) =>
          each.taken
            .slice(0, each.events)
            .flatMap((isTaken, index): Step[] =>
              isTaken ? [{ does: 'deliver', cursor: `${epoch}.${index + 1}` }] : [],
            ),
        )
        const steps: Step[] = [stand('0.0'), ...taken, { does: 'deliver', cursor: `${last}.1` }]
        // A log's place 0 is no event.
        const events = order.filter(cursor => cursor === '0.0' || !cursor.endsWith('.0'))
        expect(count([...appended, ...steps])).toEqual(naively(events, 0, steps))
      }),
    )
  })

  it('owes nothing from before its start and nothing that its cursor has not passed', () => {
    const steps = [append('e.100'), stand('e.40'), ...deliver(41, 42)]
    expect(count(steps)).toEqual({ delivered: 2, lost: 0, duplicated: 0, reordered: 0 })
  })

  it('starts just before its first event where it was not told', () => {
    expect(count(deliver(41, 43))).toEqual({ delivered: 2, lost: 1, duplicated: 0, reordered: 0 })
  })

  it('takes a loss back when the event comes late, and knows a heartbeat’s cursor for a promise', () => {
    const steps = [stand('e.0'), ...deliver(1, 4), stand('e.6')]
    expect(count(steps)).toEqual({ delivered: 2, lost: 4, duplicated: 0, reordered: 0 })
    expect(count([...steps, ...deliver(3, 3)])).toEqual({
      delivered: 3,
      lost: 3,
      duplicated: 1,
      reordered: 1,
    })
  })

  it('counts what a log still held when the server restarted', () => {
    const steps = [append('a.9'), stand('a.5'), stand('b.0'), append('b.1')]
    expect(count(steps)).toEqual({ delivered: 0, lost: 4, duplicated: 0, reordered: 0 })
    expect(count([...steps, { does: 'deliver', cursor: 'b.1' }]).lost).toBe(4)
  })

  it('knows why: a log that was gone, one that had dropped them, or no word', () => {
    const old = [append('a.9'), stand('a.0'), ...[1, 2, 4].map(at => `a.${at}`).map(deliverAt)]
    const steps = [...old, { does: 'gap', cursor: 'b.5' } as const, append('b.8'), deliverAt('b.6')]
    expect(accountOf(steps).losses()).toEqual({ restarted: 5, evicted: 5, unexplained: 1 })
    expect(accountOf([...steps, deliverAt('b.2')]).losses().evicted).toBe(4)
  })

  it('knows what is ahead, over restarts, and nothing of a log that telemetry has not told of', () => {
    const steps = [append('a.3'), stand('a.1'), append('b.2')]
    expect(accountOf(steps).pending()).toEqual({ events: 4, next: 'a.2' })
    expect(accountOf([...steps, deliverAt('b.1')]).pending()).toEqual({ events: 1, next: 'b.2' })
    expect(accountOf([...steps, stand('c.0')]).pending()).toEqual({ events: 0, next: null })
    expect(accountOf([append('a.3')]).pending()).toEqual({ events: 0, next: null })
  })

  it('passes a million lost events in a moment', () => {
    expect(count([stand('e.0'), ...deliver(1_000_000)]).lost).toBe(999_999)
  })
})

describe('a cursor taken apart', () => {
  it.each([
    ['abc.12', { epoch: 'abc', sequence: 12 }],
    ['abc', undefined],
    ['.1', undefined],
    ['a.b', undefined],
    ['a.1.5', { epoch: 'a.1', sequence: 5 }],
  ])('%s', (cursor, place) => {
    expect(placeOf(cursor)).toEqual(place)
  })
})

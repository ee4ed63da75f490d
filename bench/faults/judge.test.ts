import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'
import type { ClientNotes, EpochLog, Note } from './notes.ts'

/** What a note says, without its times. */
type Told = Note extends infer N ? (N extends Note ? Omit<N, 'atMs' | 'askedMs'> : never) : never

const digestAt = (epoch: string, sequence: number) => epoch.charCodeAt(0) * 1_000 + sequence
const logOf = (epoch: string, events: number, capacityEvents: number): EpochLog => ({
  epoch,
  digests: Float64Array.from({ length: events }, (_, index) => digestAt(epoch, index + 1)),
  capacityEvents,
})
const event = (epoch: string, sequence: number): Told => ({
  type: 'event',
  cursor: `${epoch}.${sequence}`,
  digest: digestAt(epoch, sequence),
})
const told = (notes: readonly Told[], failure: string | null = null): ClientNotes => ({
  notes: notes.map((note, index) => ({ ...note, atMs: index, askedMs: 0 }) as Note),
  broken: [],
  failure,
})
const kindsOf = (notes: readonly Told[], logs: readonly EpochLog[], failure?: string) =>
  judge('client', told(notes, failure ?? null), logs).faults.map(({ kind }) => kind)

/** Two lives of a log and an honest client: it reconnects, has evicted gaps, and one when the log starts anew. */
const honest = fc
  .record({
    capacity: fc.integer({ min: 5, max: 15 }),
    heads: fc.tuple(fc.integer({ min: 20, max: 60 }), fc.integer({ min: 20, max: 60 })),
    steps: fc.array(fc.constantFrom('event', 'event', 'event', 'open', 'alive', 'gap'), {
      minLength: 20,
      maxLength: 80,
    }),
    gapSize: fc.integer({ min: 1, max: 6 }),
    leaveAt: fc.integer({ min: 8, max: 18 }),
  })
  .map(({ capacity, heads, steps, gapSize, leaveAt }) => {
    const logs = [logOf('a', heads[0], capacity), logOf('b', heads[1], capacity)]
    const notes: Told[] = [{ type: 'open', cursor: 'a.0' }]
    let sequence = 0
    let announced = 0
    const walk = (epoch: string, to: number, lastEvicted: number) => {
      for (let step = 0; sequence < to; step += 1) {
        const kind = steps[step % steps.length]!
        const after = sequence + gapSize
        if (kind === 'open' || kind === 'alive') notes.push({ type: kind, cursor: `${epoch}.${sequence}` })
        if (kind === 'gap' && after <= Math.min(to, lastEvicted)) {
          notes.push({ type: 'gap', reason: 'evicted', lost: gapSize, cursor: `${epoch}.${after}` })
          sequence = after
          announced += gapSize
        } else {
          sequence += 1
          notes.push(event(epoch, sequence))
        }
      }
    }
    walk('a', leaveAt, heads[0] - capacity)
    announced += heads[0] - leaveAt
    notes.push({ type: 'open', cursor: `a.${leaveAt}` })
    notes.push({ type: 'gap', reason: 'restarted', lost: null, cursor: 'b.0' })
    sequence = 0
    walk('b', heads[1], heads[1] - capacity)
    return { logs, notes, appended: heads[0] + heads[1], announced }
  })

/** The places in a list of notes where an event is followed by another. */
const pairsOf = (notes: readonly Told[]) =>
  notes.flatMap((note, index) => (note.type === 'event' && notes[index + 1]?.type === 'event' ? [index] : []))

describe('the judge', () => {
  it('finds nothing in what an honest client was told, and counts every event once', () => {
    fc.assert(
      fc.property(honest, ({ logs, notes, appended, announced }) => {
        const { faults, received, lost, duplicated, reordered, gaps } = judge('client', told(notes), logs)
        expect(faults).toEqual([])
        expect({ lost, duplicated, reordered }).toEqual({ lost: 0, duplicated: 0, reordered: 0 })
        expect(gaps.evicted.events + gaps.restarted.events).toBe(announced)
        expect(gaps.restarted.count).toBe(1)
        expect(received).toBe(appended - announced)
      }),
    )
  })

  it('finds an event that was left out, wherever', () => {
    fc.assert(
      fc.property(honest, fc.nat(), ({ logs, notes }, pick) => {
        const events = notes.flatMap((note, index) => (note.type === 'event' ? [index] : []))
        const left = notes.filter((_, index) => index !== events[pick % events.length])
        const { faults, lost } = judge('client', told(left), logs)
        expect(faults.length).toBeGreaterThan(0)
        // Left out right before a restart it looks like one that the old log took with it.
        expect(lost).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('finds an event that came twice, at once or later', () => {
    fc.assert(
      fc.property(honest, fc.nat(), fc.nat({ max: 5 }), ({ logs, notes }, pick, later) => {
        const events = notes.flatMap((note, index) => (note.type === 'event' ? [index] : []))
        const at = events[pick % events.length]!
        const twice = [...notes]
        twice.splice(at + 1 + later, 0, notes[at]!)
        const { faults, duplicated, lost } = judge('client', told(twice), logs)
        expect(faults.map(({ kind }) => kind)).toEqual(['duplicated'])
        expect({ duplicated, lost }).toEqual({ duplicated: 1, lost: 0 })
      }),
    )
  })

  it('finds two events that came in the wrong order, and calls neither lost', () => {
    fc.assert(
      fc.property(honest, fc.nat(), ({ logs, notes }, pick) => {
        const pairs = pairsOf(notes)
        fc.pre(pairs.length > 0)
        const at = pairs[pick % pairs.length]!
        const swapped = [...notes]
        swapped[at] = notes[at + 1]!
        swapped[at + 1] = notes[at]!
        const { faults, reordered, lost } = judge('client', told(swapped), logs)
        expect(faults.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['skipped', 'reordered']))
        expect({ reordered, lost }).toEqual({ reordered: 1, lost: 0 })
      }),
    )
  })

  it('finds a gap whose count is wrong by any number, and one that was not announced', () => {
    fc.assert(
      fc.property(honest, fc.integer({ min: -4, max: 4 }), fc.nat(), ({ logs, notes }, off, pick) => {
        const gaps = notes.flatMap((note, index) => (note.type === 'gap' ? [index] : []))
        const at = gaps[pick % gaps.length]!
        const gap = notes[at] as Extract<Told, { type: 'gap' }>
        const wrong = { ...gap, lost: gap.lost === null ? off : gap.lost + (off || 1) }
        expect(kindsOf(notes.with(at, wrong), logs)).toEqual(['gap'])
        expect(kindsOf(notes.toSpliced(at, 1), logs).length).toBeGreaterThan(0)
      }),
    )
  })

  it('finds a gap over events that were held, and one that goes back', () => {
    const logs = [logOf('a', 20, 5)]
    const rest = (from: number) =>
      Array.from({ length: 20 - from }, (_, index) => event('a', from + 1 + index))
    const open: Told = { type: 'open', cursor: 'a.10' }
    const gap = (to: number, lost: number): Told => ({
      type: 'gap',
      reason: 'evicted',
      lost,
      cursor: `a.${to}`,
    })
    expect(kindsOf([open, gap(15, 5), ...rest(15)], logs)).toEqual([])
    expect(kindsOf([open, gap(16, 6), ...rest(16)], logs)).toEqual(['gap'])
    expect(kindsOf([open, gap(8, 0), ...rest(10)], logs)).toEqual(['gap'])
  })

  it('finds a client that stands elsewhere than it was told, that stays behind, and that ends', () => {
    const logs = [logOf('a', 3, 5)]
    const all = [event('a', 1), event('a', 2), event('a', 3)]
    const open = (cursor: string): Told => ({ type: 'open', cursor })
    expect(kindsOf([open('a.0'), ...all], logs)).toEqual([])
    expect(kindsOf([open('a.0'), all[0]!, open('a.0'), all[1]!, all[2]!], logs)).toEqual(['moved'])
    expect(kindsOf([open('a.0'), all[0]!, open('a.2'), all[1]!, all[2]!], logs)).toEqual(['moved'])
    expect(kindsOf([open('a.0'), all[0]!], logs)).toEqual(['behind'])
    expect(kindsOf([], logs)).toEqual(['behind'])
    expect(kindsOf(all, logs)).toEqual(['moved'])
    expect(kindsOf([open('a.0'), ...all], logs, 'refused')).toEqual(['ended'])
  })

  it('finds an event with another content, and one that the server never appended', () => {
    const logs = [logOf('a', 2, 5)]
    const open: Told = { type: 'open', cursor: 'a.0' }
    const altered: Told = { type: 'event', cursor: 'a.2', digest: 7 }
    expect(kindsOf([open, event('a', 1), altered], logs)).toEqual(['altered'])
    expect(kindsOf([open, event('a', 1), event('a', 2), event('a', 3)], logs)).toEqual(['unknown'])
    expect(kindsOf([open, event('c', 1), event('a', 1), event('a', 2)], logs)).toEqual(['unknown'])
  })

  it('says in each fault who, where, what came and what was expected', () => {
    const { faults } = judge('sse 3', told([{ type: 'open', cursor: 'a.0' }, event('a', 2)]), [
      logOf('a', 2, 5),
    ])
    expect(faults).toEqual([
      { client: 'sse 3', kind: 'skipped', cursor: 'a.0', came: 'event a.2', expected: 'event a.1' },
    ])
  })
})

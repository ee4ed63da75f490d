import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Telemetry } from '../../../bench/live/protocol.ts'
import type { TelemetryClient, TelemetryOf } from '../context.ts'
import { createTrace, feedTrace } from './trace.ts'
import { createTraceList, firstAtOrAfter, keptItems, keptMs } from './trace-list.ts'

interface Item {
  readonly atMs: number
  readonly name: string
}
const timeOf = ({ atMs }: Item) => atMs

const message = (id: number, fromMs: number, more: Partial<TelemetryOf<'message'>> = {}) =>
  ({ type: 'message', id, fromMs, toMs: null, endMs: null, tab: 1, ...more }) as TelemetryOf<'message'>
const event = (sequence: number, appendedMs: number): TelemetryOf<'event'> => ({
  type: 'event',
  sequence,
  cursor: `e.${sequence}`,
  intendedMs: appendedMs,
  appendedMs,
  topic: null,
  recordBytes: 100,
})

describe('a list of a trace', () => {
  it('keeps the order of times, and of equal times that of coming', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), times => {
        const list = createTraceList(timeOf)
        const items = times.map((atMs, index) => ({ atMs, name: String(index) }))
        for (const item of items) list.add(item)
        expect(list.items).toEqual(items.toSorted((a, b) => a.atMs - b.atMs))
      }),
    )
  })

  it('finds a time as a look at each does', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(21), (times, ms) => {
        const items = times.toSorted((a, b) => a - b)
        expect(firstAtOrAfter(items, Number, ms)).toBe(items.filter(at => at < ms).length)
        expect(firstAtOrAfter(items, Number, ms, true)).toBe(items.filter(at => at <= ms).length)
      }),
    )
  })

  it('never holds more than its bound, always the newest, and is at most a sixteenth below it', () => {
    const list = createTraceList<number>(Number)
    const dropped: number[] = []
    let most = 0
    for (let index = 0; index < keptItems * 2; index++) {
      dropped.push(...list.add(index))
      most = Math.max(most, list.items.length)
    }
    expect(most).toBe(keptItems)
    expect(list.items.length).toBeGreaterThan(keptItems * (15 / 16) - 1)
    expect(dropped).toEqual(Array.from({ length: keptItems * 2 - list.items.length }, (_, index) => index))
    expect(list.items.at(-1)).toBe(keptItems * 2 - 1)
  })
})

describe('a trace', () => {
  it('drops what is older than 60 s of every kind, and forgets its ids', () => {
    const trace = createTrace()
    trace.add(message(1, 0))
    trace.add(event(1, 0))
    trace.addReceipt({ transport: 'sse', cursor: 'e.1', sequence: null, atMs: 0 })
    trace.addState({ transport: 'sse', state: 'open', attempt: 0, code: null, atMs: 0 })
    trace.add({ type: 'server', state: 'up', epoch: 'e', atMs: 0 })
    trace.add(event(2, keptMs))
    expect(trace.events).toHaveLength(2)
    trace.add(event(3, keptMs + 1))
    expect(trace.events.map(({ sequence }) => sequence)).toEqual([2, 3])
    expect([trace.messages, trace.receipts, trace.states, trace.servers].map(list => list.length)).toEqual([
      0, 0, 0, 0,
    ])
    expect([trace.message(1), trace.event('e.1')]).toEqual([undefined, undefined])
    expect(trace.event('e.3')?.appendedMs).toBe(keptMs + 1)
  })

  it('gives a message that comes again its own place', () => {
    const trace = createTrace()
    for (const [id, fromMs] of [
      [7, 10],
      [8, 20],
      [7, 10],
    ] as const)
      trace.add(message(id, fromMs, { toMs: fromMs + 50 }))
    trace.add(message(8, 5))
    expect(trace.messages.map(({ id, fromMs, toMs }) => [id, fromMs, toMs])).toEqual([
      [8, 5, null],
      [7, 10, 60],
    ])
    expect(trace.message(8)).toBe(trace.messages[0])
  })

  it('gives a receipt its sequence, whichever of it and its event comes first', () => {
    const trace = createTrace()
    trace.add(event(4, 1))
    for (const cursor of ['e.4', 'e.5', 'e.6']) {
      trace.addReceipt({ transport: 'sse', cursor, sequence: null, atMs: 2 })
      trace.addReceipt({ transport: 'websocket', cursor, sequence: null, atMs: 2 })
    }
    expect(trace.receipts.map(({ sequence }) => sequence)).toEqual([4, 4, null, null, null, null])
    const before = [...trace.receipts]
    trace.add(event(5, 1))
    expect(trace.receipts.map(({ sequence }) => sequence)).toEqual([4, 4, 5, 5, null, null])
    expect(trace.receipts.every((receipt, index) => receipt === before[index])).toBe(true)
  })

  it('tells the time of each change until it is not listened to, and is empty when cleared', () => {
    const trace = createTrace()
    const told: number[] = []
    const end = trace.subscribe(atMs => told.push(atMs))
    trace.add(event(1, keptMs * 5))
    trace.clear()
    expect([trace.events.length, trace.event('e.1')]).toEqual([0, undefined])
    end()
    trace.add(event(1, 0))
    expect(told).toEqual([keptMs * 5, Number.NEGATIVE_INFINITY])
    expect(trace.events).toHaveLength(1)
  })
})

/** Telemetry that a test tells. */
function scriptedTelemetry() {
  const listeners = new Map<string, (item: never) => void>()
  const telemetry = {
    on: (type: Telemetry['type'], listener: (item: never) => void) => {
      listeners.set(type, listener)
      return () => listeners.delete(type)
    },
  } as unknown as TelemetryClient
  const tell = (item: Telemetry) => listeners.get(item.type)?.(item as never)
  return { listeners, telemetry, tell }
}

describe('what feeds a trace', () => {
  it('takes this page’s messages and those of nobody, not another page’s', () => {
    const trace = createTrace()
    const { listeners, telemetry, tell } = scriptedTelemetry()
    const end = feedTrace(trace, telemetry, () => 1)
    tell(message(1, 0))
    tell(message(2, 0, { tab: null }))
    tell(message(3, 0, { tab: 2 }))
    tell(event(1, 0))
    expect([trace.messages.map(({ id }) => id), trace.events.length]).toEqual([[1, 2], 1])
    end()
    expect(listeners.size).toBe(0)
  })

  it('begins it anew at every hello, whose process may count its ids from 1 again', () => {
    const trace = createTrace()
    const { telemetry, tell } = scriptedTelemetry()
    feedTrace(trace, telemetry, () => 1)
    const hello = (nowMs: number, epoch: string | null) => tell({ type: 'hello', nowMs, epoch } as Telemetry)
    hello(5, 'a')
    tell(message(1, 6))
    tell({ type: 'connection', id: 1, atMs: 7, state: 'closed', how: 'reset', clientPort: 1 })
    hello(9, 'b')
    expect([trace.messages.length, trace.connections.length]).toEqual([0, 0])
    expect(trace.servers).toEqual([{ type: 'server', state: 'up', epoch: 'b', atMs: 9 }])
    hello(12, null)
    expect(trace.servers.map(({ state, atMs }) => [state, atMs])).toEqual([['down', 12]])
  })
})

import { describe, expect, it } from 'vitest'
import type { TelemetryClient, TelemetryOf } from '../context.ts'
import { initialState } from '../state.ts'
import { createStore } from '../store.ts'
import { pictureOf } from './picture.ts'
import { createTrace } from './trace.ts'

function start() {
  let nowMs = 0
  const clock = { now: () => nowMs, toHost: (ms: number) => ms, toPage: (ms: number) => ms }
  const telemetry = { clock } as TelemetryClient
  const store = createStore(initialState)
  const trace = createTrace()
  const append = (sequence: number, atMs: number): TelemetryOf<'event'> => {
    nowMs = atMs
    const event = { sequence, cursor: `e.${sequence}`, intendedMs: atMs, appendedMs: atMs } as const
    const told = { type: 'event', topic: null, recordBytes: 40, ...event } as const
    trace.add(told)
    return told
  }
  return { store, trace, append, picture: pictureOf({ store, trace, telemetry }) }
}

describe('the picture', () => {
  it('is the trace as it is, now', () => {
    const { append, picture, trace } = start()
    append(1, 10)
    expect(picture().nowMs).toBe(10)
    append(2, 20)
    expect(picture().nowMs).toBe(20)
    expect(picture().trace.events).toBe(trace.events)
  })

  it('stands still in a pause, whatever the trace gets and drops meanwhile', () => {
    const { store, append, picture, trace } = start()
    const first = append(1, 10)
    trace.addReceipt({ transport: 'sse', cursor: 'e.2', sequence: null, atMs: 12 })
    store.set({ paused: true })
    append(2, 15)
    append(3, 120_000)
    expect(trace.event('e.1')).toBeUndefined()
    const { nowMs, trace: still } = picture()
    expect([nowMs, still.events, still.event('e.1')]).toEqual([10, [first], first])
    expect(still.receipts.map(({ sequence }) => sequence)).toEqual([null])
  })

  it('shows the present after it', () => {
    const { store, append, picture, trace } = start()
    store.set({ paused: true })
    append(1, 50)
    store.set({ paused: false })
    expect(picture()).toEqual({ trace, nowMs: 50 })
  })

  it('is one for a page', () => {
    const { store, trace, picture } = start()
    expect(pictureOf({ store, trace, telemetry: {} as TelemetryClient })).toBe(picture)
  })
})

import { describe, expect, it } from 'vitest'
import { scriptedArrivals, scriptedTrace } from '../test/scripted-trace.ts'
import { arrowRowsOf, mostRows } from './rows.ts'
import { nextRow } from './table-keys.ts'

describe('arrowRowsOf', () => {
  const trace = scriptedTrace({ rttMs: 100, untilMs: 10_000, eventsMs: [3350, 3400] })

  it('gives the newest first, with the latency of the oldest event', () => {
    const rows = arrowRowsOf(trace, ['polling'], 10_000)
    expect(rows[0]).toMatchObject({ name: '204 No Content', way: 'down', tookMs: 50, latencyMs: null })
    expect(rows[0]?.agoMs).toBe(10_000 - 9450)
    const delivery = rows.find(({ events }) => events === 2)
    expect(delivery).toMatchObject({
      latencyMs: 150,
      bytes: { head: 266, framing: 0, envelope: 36, payload: 186 },
    })
  })

  it('is bounded', () => {
    const busy = scriptedTrace({ rttMs: 0, untilMs: 10_000, eventsMs: scriptedArrivals(50, 10_000) })
    expect(arrowRowsOf(busy, ['sse', 'websocket'], 10_000)).toHaveLength(mostRows)
  })
})

describe('nextRow', () => {
  it('moves by arrow keys and stays within the rows', () => {
    expect(nextRow('ArrowDown', 3, 10)).toBe(4)
    expect(nextRow('ArrowUp', 0, 10)).toBe(0)
    expect(nextRow('End', 3, 10)).toBe(9)
    expect(nextRow('PageDown', 3, 10)).toBe(9)
    expect(nextRow('a', 3, 10)).toBeNull()
  })
})

import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesAt, shown, signAt } from './fixtures.ts'
import { createOutlet } from './outlet.ts'
import type { Item } from './stage.ts'

/** An outlet on a clock that stands until it is moved, into a target that says when it is full. */
function testOutlet() {
  const booked: { timeMs: number; action: () => void }[] = []
  const out: [what: string, atMs: number][] = []
  const late: (number | undefined)[] = []
  const left: Item[] = []
  let nowMs = 0
  let full = false
  const target = Object.assign(new EventEmitter(), {
    writable: true,
    write: (bytes: Buffer) => {
      out.push([String(bytes), nowMs])
      return !full
    },
    end: () => out.push(['end', nowMs]),
  })
  const outlet = createOutlet({
    now: () => nowMs,
    at: (timeMs, action) => booked.push({ timeMs, action }),
    onOpen: () => out.push(['open', nowMs]),
    onReset: () => out.push(['reset', nowMs]),
    onReleased: (_bytes, lateMs) => late.push(lateMs),
    onLeft: item => left.push(item),
  })
  outlet.writeTo(target as unknown as Socket)
  return {
    ...{ outlet, out, late, left },
    setFull(value: boolean) {
      full = value
      if (!full) target.emit('drain')
    },
    /** Wakes `lateMs` after each time that was booked. */
    runTo(timeMs: number, lateMs = 0) {
      for (;;) {
        booked.sort((a, b) => a.timeMs - b.timeMs)
        if (booked.length === 0 || booked[0]!.timeMs + lateMs > timeMs) break
        const { timeMs: dueMs, action } = booked.shift()!
        nowMs = Math.max(nowMs, dueMs + lateMs)
        action()
      }
      nowMs = timeMs
    },
  }
}

const bytesDue = (dueMs: number, text: string): Item => ({ ...bytesAt(0, text), dueMs })

describe('an outlet', () => {
  it('lets out everything in order, nothing before it is due, at once when it is', () => {
    const dues = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(dues, fc.integer({ min: 0, max: 7 }), (times, lateMs) => {
        const { outlet, out, left, runTo } = testOutlet()
        for (const [index, dueMs] of times.entries()) outlet.put(bytesDue(dueMs, `${index}`))
        outlet.put({ ...signAt(0, 'end'), dueMs: 0 })
        runTo(200, lateMs)
        expect(out.map(([what]) => what)).toEqual([...times.map((_, index) => `${index}`), 'end'])
        let notBeforeMs = 0
        times.forEach((dueMs, index) => {
          notBeforeMs = Math.max(notBeforeMs, dueMs)
          expect(out[index]![1]).toBeGreaterThanOrEqual(notBeforeMs)
          expect(out[index]![1]).toBeLessThanOrEqual(notBeforeMs + lateMs)
        })
        expect(left).toHaveLength(times.length + 1)
      }),
    )
  })

  it('waits while the target is full, says that the wait was not its own, and goes on at the drain', () => {
    const { outlet, out, late, setFull, runTo } = testOutlet()
    setFull(true)
    for (const item of [bytesDue(10, 'a'), bytesDue(20, 'b'), bytesDue(60, 'c')]) outlet.put(item)
    runTo(50)
    expect(out).toEqual([['a', 10]])
    setFull(false)
    runTo(100, 3)
    expect(out).toEqual([
      ['a', 10],
      ['b', 50],
      ['c', 63],
    ])
    expect(late).toEqual([0, undefined, 3])
  })

  it('lets a reset out behind the bytes before it, but not behind a reader that takes none', () => {
    const free = testOutlet()
    free.outlet.put(bytesDue(20, 'a'))
    free.outlet.put(signAt(10, 'reset'))
    free.runTo(50)
    expect(free.out).toEqual([
      ['a', 20],
      ['reset', 20],
    ])
    const blocked = testOutlet()
    blocked.setFull(true)
    for (const item of [bytesDue(0, 'a'), bytesDue(5, 'b'), signAt(10, 'reset')]) blocked.outlet.put(item)
    blocked.runTo(50)
    expect(blocked.out).toEqual([
      ['a', 0],
      ['reset', 10],
    ])
  })

  it('lets only a reset out after a FIN, and nothing after a reset', () => {
    const { outlet, out, left, runTo } = testOutlet()
    const items = [
      signAt(1, 'end'),
      bytesAt(2, 'a'),
      signAt(3, 'end'),
      signAt(4, 'reset'),
      signAt(5, 'reset'),
    ]
    items.forEach(outlet.put)
    runTo(10)
    expect(out).toEqual([
      ['end', 1],
      ['reset', 4],
    ])
    expect(shown(left).map(([what]) => what)).toEqual(['a', 'end', 'reset', 'end'])
  })

  it('drops what it holds when it is stopped', () => {
    const { outlet, out, left, runTo } = testOutlet()
    outlet.put(bytesDue(10, 'a'))
    outlet.stop()
    outlet.put(bytesDue(10, 'b'))
    runTo(20)
    expect(out).toEqual([])
    expect(shown(left).map(([what]) => what)).toEqual(['a', 'b'])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesAt, shown, signAt, testLine } from '../fixtures.ts'
import type { Item } from '../stage.ts'
import { composeStages, stages } from './index.ts'

const arrivals = fc
  .array(fc.tuple(fc.double({ min: 0, max: 50, noNaN: true }), fc.integer({ min: 1, max: 5_000 })), {
    minLength: 1,
    maxLength: 40,
  })
  .map(gaps => {
    let timeMs = 0
    return gaps.map(([gapMs, bytes]) => {
      timeMs += gapMs
      return bytesAt(timeMs, bytes)
    })
  })
const settings = fc.record({
  rttMs: fc.integer({ min: 0, max: 200 }),
  jitterMs: fc.integer({ min: 0, max: 100 }),
  bandwidthBitsPerSecond: fc.option(fc.integer({ min: 10_000, max: 10_000_000 })),
  stallShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
  proxyHoldBytes: fc.option(fc.integer({ min: 1, max: 10_000 })),
})
const way = fc.constantFrom('up' as const, 'down' as const)
const members = [...Object.entries(stages), ['all of them', composeStages] as const]

describe.each(members)('the stage %s', (_name, create) => {
  it('passes every byte in order, none before it came, and ends with the FIN', () => {
    fc.assert(
      fc.property(arrivals, settings, way, (items, given, direction) => {
        const line = testLine(create, given, direction)
        const lastMs = items.at(-1)!.dueMs
        for (const item of [...items, signAt(lastMs, 'end')]) line.enter(item)
        expect(line.passed.map(({ arrivedMs }) => arrivedMs)).toEqual([
          ...items.map(({ arrivedMs }) => arrivedMs),
          lastMs,
        ])
        expect(line.passed.at(-1)!.kind).toBe('end')
        line.passed.forEach((item, index) => {
          expect(item.dueMs).toBeGreaterThanOrEqual(item.arrivedMs)
          expect(item.dueMs).toBeGreaterThanOrEqual(line.passed[index - 1]?.dueMs ?? 0)
        })
        expect(line.swallowed).toEqual([])
      }),
    )
  })

  it('does the same again with the same seed', () => {
    fc.assert(
      fc.property(arrivals, settings, fc.integer(), (items, given, seed) => {
        const run = () => {
          const line = testLine(create, given, 'down', seed)
          items.forEach(line.enter)
          return line.passed
        }
        expect(run()).toEqual(run())
      }),
      { numRuns: 20 },
    )
  })
})

describe('all stages together', () => {
  it('delay each item by half the round trip at least', () => {
    fc.assert(
      fc.property(arrivals, settings, way, (items, given, direction) => {
        const line = testLine(composeStages, given, direction)
        items.forEach(line.enter)
        for (const { dueMs, arrivedMs } of line.passed) {
          expect(dueMs).toBeGreaterThanOrEqual(arrivedMs + given.rttMs / 2)
        }
      }),
    )
  })
})

describe('handshake', () => {
  it('keeps the first bytes up for a round trip from the accept, and neither the SYN nor what comes down', () => {
    const enterAll = (direction: 'up' | 'down') => {
      const line = testLine(stages.handshake, { rttMs: 50 }, direction)
      for (const item of [signAt(0, 'open'), bytesAt(1, 'a'), bytesAt(60, 'b')]) line.enter(item)
      return shown(line.passed)
    }
    expect(enterAll('up')).toEqual([
      ['open', 0],
      ['a', 50],
      ['b', 60],
    ])
    expect(enterAll('down')).toEqual([
      ['open', 0],
      ['a', 1],
      ['b', 60],
    ])
  })
})

describe('jitter', () => {
  it('adds up to what was asked, other times for other seeds', () => {
    const added = (seed: number) => {
      const line = testLine(stages.jitter, { jitterMs: 10 }, 'down', seed)
      for (let index = 0; index < 200; index += 1) line.enter(bytesAt(index * 20, 1))
      return line.passed.map(({ dueMs, arrivedMs }) => dueMs - arrivedMs)
    }
    expect(Math.max(...added(1))).toBeLessThan(10)
    expect(Math.max(...added(1))).toBeGreaterThan(9)
    expect(Math.min(...added(1))).toBeLessThan(1)
    expect(added(1)).not.toEqual(added(2))
  })
})

describe('bandwidth', () => {
  it('counts 52 bytes of head for each 1,448 of payload, and sends one chunk after the other', () => {
    const line = testLine(stages.bandwidth, { bandwidthBitsPerSecond: 8_000 })
    for (const item of [bytesAt(0, 1_448), bytesAt(100, 1_449), bytesAt(9_000, 48), signAt(9_000, 'end')]) {
      line.enter(item)
    }
    expect(line.passed.map(({ dueMs }) => dueMs)).toEqual([1_500, 3_053, 9_100, 9_152])
  })
})

describe('stall', () => {
  it('holds a lone segment for two round trips and 200 ms, a longer chunk for two, and what follows behind it', () => {
    const line = testLine(stages.stall, { stallShare: 1, rttMs: 50 })
    line.enter(bytesAt(0, 1_448))
    line.set({ stallShare: 0 })
    line.enter(bytesAt(10, 1))
    line.enter(bytesAt(400, 1))
    line.set({ stallShare: 1 })
    line.enter(bytesAt(500, 1_449))
    expect(line.passed.map(({ dueMs }) => dueMs)).toEqual([300, 300, 400, 600])
  })

  it('strikes each segment with the share asked', () => {
    const line = testLine(stages.stall, { stallShare: 0.1, rttMs: 1 })
    for (let index = 0; index < 5_000; index += 1) line.enter(bytesAt(index * 1_000, 2 * 1_448))
    const stalled = line.passed.filter(({ dueMs, arrivedMs }) => dueMs > arrivedMs)
    // 1 - 0.9^2 of 5,000 is 950, and five standard deviations are 139.
    expect(Math.abs(stalled.length - 950)).toBeLessThan(139)
  })
})

describe('blackHole', () => {
  it('swallows while it is set, and then resets what lost something', () => {
    const line = testLine(stages.blackHole, {})
    line.enter(bytesAt(1, 'a'))
    line.set({ blackHole: true })
    line.enter(bytesAt(2, 'b'))
    line.enter(signAt(3, 'end'))
    line.runTo(10)
    line.set({ blackHole: false })
    line.enter(bytesAt(11, 'c'))
    expect(shown(line.passed)).toEqual([
      ['a', 1],
      ['reset', 10],
    ])
    expect(shown(line.swallowed)).toEqual([
      ['b', 2],
      ['end', 3],
      ['c', 11],
    ])
  })

  it('lets a line go on that had nothing to lose', () => {
    const line = testLine(stages.blackHole, { blackHole: true })
    line.set({ blackHole: false })
    line.enter(bytesAt(1, 'a'))
    expect(shown(line.passed)).toEqual([['a', 1]])
  })
})

describe.each([
  ['cut', 'end'],
  ['reset', 'reset'],
] as const)('%s', (name, kind) => {
  const strike = (given: { afterMs?: number; afterDownBytes?: number }, direction: 'up' | 'down') => {
    const line = testLine(stages[name], { [name]: given }, direction)
    const enter = (...items: Item[]) => items.forEach(line.enter)
    return { ...line, enter }
  }

  it('comes after the byte it names, inside a chunk too', () => {
    const line = strike({ afterDownBytes: 5 }, 'down')
    line.enter(bytesAt(1, 'abc'), bytesAt(2, 'defg'), bytesAt(3, 'h'))
    expect(shown(line.passed)).toEqual([
      ['abc', 1],
      ['de', 2],
      [kind, 2],
    ])
    expect(shown(line.swallowed)).toEqual([
      ['fg', 2],
      ['h', 3],
    ])
  })

  it('does not count what goes up', () => {
    const line = strike({ afterDownBytes: 1 }, 'up')
    line.enter(bytesAt(1, 'abc'), signAt(2, 'end'))
    expect(shown(line.passed)).toEqual([
      ['abc', 1],
      ['end', 2],
    ])
  })

  it.each(['up', 'down'] as const)('comes at the moment it names, %s', direction => {
    const line = strike({ afterMs: 20 }, direction)
    line.enter(bytesAt(1, 'a'))
    line.runTo(20)
    line.enter(bytesAt(21, 'b'))
    expect(shown(line.passed)).toEqual([
      ['a', 1],
      [kind, 20],
    ])
  })
})

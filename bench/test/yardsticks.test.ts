import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { floorNames } from '../report/types.ts'
import { measureYardsticks } from '../yardsticks/yardsticks.ts'
import { isRunning } from './run-bench.ts'

/** The pids of this process's bundles. */
function children(): number[] {
  return readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number)
}

describe('the yardsticks', () => {
  it('have every row, with figures that are finite and positive, and leave no process behind', async () => {
    const told: string[] = []
    const { floors, yardsticks } = await measureYardsticks({
      seed: 7,
      signal: new AbortController().signal,
      progress: text => told.push(text),
      scale: 0,
    })
    expect(floors.map(({ name }) => name)).toEqual([...floorNames])
    for (const { payloadBytes, rounds, count, p50Micros } of floors) {
      expect([payloadBytes, rounds, count]).toEqual([100, 2, 40])
      expect(p50Micros.median).toBeGreaterThan(0)
    }
    expect(yardsticks.map(({ name, quantity }) => [name, quantity])).toEqual([
      ['websocket', 'latencyMicros'],
      ['long-polling', 'cpuMicrosPerDelivery'],
      ['streaming', 'cpuMicrosPerDelivery'],
      ['sse', 'cpuMicrosPerDelivery'],
      ['websocket', 'cpuMicrosPerDelivery'],
      ['polling', 'cpuMicrosPerRequest'],
      ['polling', 'requestsPerSecond'],
      ['polling in express', 'cpuMicrosPerRequest'],
      ['polling in express', 'requestsPerSecond'],
    ])
    for (const { ours, other, ratio, pairs } of yardsticks) {
      expect(pairs).toBe(2)
      for (const value of [ours, other, ratio].flatMap(({ median, low, high }) => [median, low, high])) {
        expect(Number.isFinite(value)).toBe(true)
        expect(value).toBeGreaterThan(0)
      }
    }
    expect(told).toHaveLength(7)
    expect(children().filter(isRunning)).toEqual([])
  })

  it('end their processes on an abort, and reject with its reason', async () => {
    const aborting = new AbortController()
    const reason = new Error('enough')
    let pids: number[] = []
    const measuring = measureYardsticks({
      seed: 7,
      signal: aborting.signal,
      scale: 1,
      progress: text => {
        // The first part's processes are there, the second's are being started.
        if (!text.startsWith('latency')) return
        setTimeout(() => {
          pids = children()
          aborting.abort(reason)
        }, 500)
      },
    })
    await expect(measuring).rejects.toBe(reason)
    expect(pids.length).toBeGreaterThan(0)
    expect(pids.filter(isRunning)).toEqual([])
  })

  it('start nothing when they were aborted before', async () => {
    const before = children()
    const signal = AbortSignal.abort(new Error('never mind'))
    await expect(measureYardsticks({ seed: 7, signal })).rejects.toThrow('never mind')
    expect(children()).toEqual(before)
  })
})

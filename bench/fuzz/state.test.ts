import { describe, expect, it } from 'vitest'
import { differences, memoryFaults, type ServerState } from './state.ts'

const before: ServerState = {
  connections: 5,
  resources: { TCPSocketWrap: 5, Timeout: 3 },
  retainedSockets: 0,
  heapBytes: 10_000_000,
  head: 1,
  failures: [],
}

describe('differences', () => {
  it('are none when all is back, whatever the heap and the log', () => {
    expect(differences(before, { ...before, heapBytes: 1, head: 99, retainedSockets: 3 })).toEqual([])
  })

  it('name what came, what went, and what is held', () => {
    const after = {
      ...before,
      connections: 6,
      resources: { TCPSocketWrap: 6, Immediate: 1 },
      retainedSockets: 4,
      failures: ['Error: broken\n  at x'],
    }
    expect(differences(before, after)).toEqual([
      'it logged Error: broken',
      '6 connections where 5 were',
      '6 of TCPSocketWrap where 5 were',
      '0 of Timeout where 3 were',
      '1 of Immediate where 0 were',
      '4 closed connections that something still holds',
    ])
  })
})

describe('memory', () => {
  const MiB = 1_048_576
  it('is back when little is left and the thirds are level', () => {
    expect(memoryFaults(10 * MiB, [13 * MiB, 14 * MiB, 14.5 * MiB])).toEqual([])
  })

  it('is not when it grew from the start, or from third to third', () => {
    expect(memoryFaults(10 * MiB, [17 * MiB, 17 * MiB, 17 * MiB])).toEqual([
      'the heap is 17.0 MiB where it was 10.0 MiB',
    ])
    expect(memoryFaults(10 * MiB, [10 * MiB, 11.5 * MiB, 13 * MiB])).toEqual([
      'the heap grew from 10.0 MiB after a third to 13.0 MiB',
    ])
  })
})

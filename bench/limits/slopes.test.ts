import { describe, expect, it } from 'vitest'
import { slopesFrom } from './slopes.ts'

/** A round in which a client more takes so much. */
const round = (heap: number, resident: number, cpu: number) => ({
  heapBytes: [1, 2, 5].map(clients => [clients, 7_000 + heap * clients] as const),
  residentBytes: [1, 2, 5].map(clients => [clients, 9_000 + resident * clients] as const),
  cpuMicros: [1, 2, 5].map(clients => [clients, 300 + cpu * clients] as const),
})

describe('slopes of rounds', () => {
  it('are medians, with the extremes of six rounds as their interval', () => {
    const rounds = [5, 1, 6, 3, 2, 4].map(each => round(100 * each, 200 * each, each))
    const { heapBytesPerClient, residentBytesPerClient, cpuMicrosPerClient } = slopesFrom(rounds)
    expect(heapBytesPerClient.median).toBeCloseTo(350)
    expect(heapBytesPerClient.low).toBeCloseTo(100)
    expect(heapBytesPerClient.high).toBeCloseTo(600)
    expect(residentBytesPerClient.median).toBeCloseTo(700)
    expect(cpuMicrosPerClient.median).toBeCloseTo(3.5)
  })

  it('have no figure where all rounds looked at one number of clients', () => {
    const flat = { heapBytes: [[2, 1] as const, [2, 3] as const], residentBytes: [], cpuMicros: [] }
    expect(slopesFrom([flat]).heapBytesPerClient).toEqual({ median: null, low: null, high: null })
  })
})

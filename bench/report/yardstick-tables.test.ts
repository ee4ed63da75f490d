import { describe, expect, it } from 'vitest'
import { type Floor, floorNames, type Yardstick } from './types.ts'
import { floorsTable, yardsticksTable } from './yardstick-tables.ts'

const none = { median: null, low: null, high: null }

describe('the floors’ table', () => {
  it('shows each floor with its intervals, and how many round trips they come from', () => {
    const floor: Floor = {
      name: 'tcp',
      payloadBytes: 100,
      rounds: 10,
      count: 2_000,
      p50Micros: { median: 68, low: 66, high: 71 },
      p90Micros: { median: 90, low: 88, high: 95 },
      p99Micros: none,
    }
    const { caption, columns, rows } = floorsTable([floor])
    expect(caption).toContain('round trips of 100 B')
    expect(rows).toEqual([['TCP echo', '68.0 [66.0–71.0]', '90.0 [88.0–95.0]', '–', '2,000']])
    expect(columns.map(({ kind }) => kind)).toEqual(['text', 'number', 'number', 'number', 'number'])
  })

  it('has a label for every floor', () => {
    const floors = floorNames.map(name => ({ name, payloadBytes: 100, rounds: 0, count: 0 }))
    const { rows } = floorsTable(
      floors.map(floor => ({ ...floor, p50Micros: none, p90Micros: none, p99Micros: none })),
    )
    expect(rows.map(([label]) => label)).toEqual([
      'TCP echo',
      'ws echo',
      'node:http GET, keep-alive',
      'express GET, keep-alive',
    ])
  })
})

describe('the yardsticks’ table', () => {
  it('lays ours beside the other, and names it', () => {
    const yardstick: Yardstick = {
      name: 'polling',
      quantity: 'requestsPerSecond',
      ours: { median: 20_000, low: 19_000, high: 21_000 },
      other: { median: 40_000, low: 39_000, high: 41_000 },
      against: 'plain node:http',
      ratio: { median: 0.5, low: 0.49, high: 0.51 },
      pairs: 10,
    }
    const { columns, rows } = yardsticksTable([yardstick])
    expect(columns.map(({ heading }) => heading)).toEqual([
      'work',
      'quantity',
      'ours',
      'the other',
      'the other is',
      'ours / other',
      'pairs',
    ])
    expect(rows).toEqual([
      [
        'polling',
        'requests/s, server and load',
        '20,000 [19,000–21,000]',
        '40,000 [39,000–41,000]',
        'plain node:http',
        '0.500 [0.490–0.510]',
        '10',
      ],
    ])
  })
})

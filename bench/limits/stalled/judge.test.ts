import { describe, expect, it } from 'vitest'
import { bytesOfSocket, stalledShortfalls } from './judge.ts'
import type { MinutePair, StalledMinute, StalledSizes } from './minutes.ts'

const sizes: StalledSizes = {
  ...{ pairs: 5, stalledReaders: 200, readersOfEach: 3 },
  ...{ eventsPerSecond: 1_000, events: 60_000, capacityEvents: 10_000 },
}

/** A minute whose p99 and memory are given, and with which nothing is wrong. */
function minute(p99Ms: number, { grownBytes = 0, resident = 0 } = {}): StalledMinute {
  const look = (heapBytes: number, residentBytes: number) => ({
    ...{ heapBytes, residentBytes, externalBytes: 40e6, descriptors: 220, resources: {} },
  })
  return {
    before: look(20e6, 150e6),
    after: look(20e6 + grownBytes, 150e6 + resident),
    played: { lagP99Ms: 0.5, cores: 0.2, fewestBlocked: 200, mostQueuedBytes: 17_000, head: 100_000 },
    received: {
      transports: [{ transport: 'sse', records: 180_000, p50Ms: 1, p99Ms, maxMs: 9 }],
      ...{ cores: 0.1, broken: [] },
    },
    released: { readers: 200, right: 200, lost: 10_000_000, bufferedEvents: [2_500, 2_600] },
  }
}

const unstalled = (p99Ms: number): StalledMinute => ({ ...minute(p99Ms), released: null })

function pairsOf(stalled: StalledMinute): readonly MinutePair[] {
  return Array.from({ length: 5 }, () => ({ first: 'stalled', stalled, unstalled: unstalled(2) }))
}

describe('the judgement of stalled readers', () => {
  it('finds nothing wrong where the others read as before, and memory is flat', () => {
    expect(stalledShortfalls(pairsOf(minute(2.4)), sizes)).toEqual([])
  })

  it('finds readers that are slower beside them', () => {
    expect(stalledShortfalls(pairsOf(minute(2.6)), sizes)).toEqual([
      'sse beside stalled readers, p99 over p99 without: the median of the ratios is 1.300, expected at most 1.25',
    ])
  })

  it('takes the median of the pairs: one disturbed minute is none of the server’s doing', () => {
    const pairs = [
      ...pairsOf(minute(2)).slice(1),
      { first: 'stalled', stalled: minute(80), unstalled: unstalled(2) } as const,
    ]
    expect(stalledShortfalls(pairs, sizes)).toEqual([])
  })

  it('finds memory that grows with what stalled readers do not take', () => {
    const queueing = minute(2, { grownBytes: 200 * bytesOfSocket + 1 })
    expect(stalledShortfalls(pairsOf(queueing), sizes)).toEqual([
      'heap and buffers: a stalled minute added 3,496,801 bytes to what one without does, expected at most 3,496,800',
    ])
    expect(stalledShortfalls(pairsOf(minute(2, { resident: 30e6 })), sizes)).toEqual([
      'resident: a stalled minute added 30,000,000 bytes to what one without does, expected at most 20,274,016',
    ])
  })

  it('finds stalled readers that were none, a queue for one, wrong gaps, and events that did not come', () => {
    const wrong: StalledMinute = {
      ...minute(2),
      played: { ...minute(2).played, fewestBlocked: 198, mostQueuedBytes: 60_000_000 },
      released: { ...minute(2).released!, right: 199 },
    }
    const [pair] = pairsOf(wrong)
    const lost: StalledMinute = {
      ...unstalled(2),
      received: {
        ...unstalled(2).received,
        transports: [{ transport: 'sse', records: 179_999, p50Ms: 1, p99Ms: 2, maxMs: 9 }],
        broken: ['read ECONNRESET'],
      },
    }
    expect(stalledShortfalls([{ ...pair!, unstalled: lost }], sizes)).toEqual([
      'stalled minute 1: 2 of 200 stalled readers took more',
      'stalled minute 1: the server holds 60,000,000 bytes for a stalled reader, expected at most 17,484',
      'stalled minute 1: 1 of 200 gaps have a wrong count',
      'unstalled minute 1: readers of sse had 179999 of 180000 events',
      'unstalled minute 1: 1 readers’ connections ended: read ECONNRESET',
    ])
  })
})

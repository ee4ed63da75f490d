import type { TransportName } from '../../../server/protocol.ts'
import { grouped } from '../../report/figures.ts'
import type { Estimate } from '../../report/types.ts'
import { medianInterval } from '../../statistics/interval.ts'
import { pairedDifference, pairedRatio } from '../../statistics/paired.ts'
import { above } from '../above.ts'
import type { ProcessLook } from '../process-look.ts'
import type { MinutePair, StalledMinute, StalledSizes } from './minutes.ts'

/** What stalled readers do to the readers of one transport beside them. */
export interface BesideStalled {
  readonly transport: TransportName
  readonly stalledP99Ms: Estimate
  readonly unstalledP99Ms: Estimate
  /** Stalled over unstalled, by pairs. */
  readonly ratio: Estimate
}

/** How the server's memory grew over a minute, in bytes. */
export interface MemoryGrowth {
  readonly what: 'heap and buffers' | 'resident'
  readonly stalled: Estimate
  readonly unstalled: Estimate
  /** Stalled less unstalled, by pairs. */
  readonly difference: Estimate
  /** What the difference may be. */
  readonly mostBytes: number
}

const mostRatio = 1.25

/** What a socket takes before it says that it is full (Node's high-water mark), and the record that is more than that. */
export const bytesOfSocket = 16_384 + 1_100

/** Pages that an allocator keeps from one minute to the next, stalled or not. */
const pagesBytes = 16 * 1_048_576

/** The readers' p99 by pairs, for every transport that there is. */
export function besideStalled(pairs: readonly MinutePair[]): readonly BesideStalled[] {
  const transports = pairs[0]?.stalled.received.transports.map(({ transport }) => transport) ?? []
  return transports.map(transport => {
    const both = pairs.flatMap(({ stalled, unstalled }) => {
      const [a, b] = [p99Of(stalled, transport), p99Of(unstalled, transport)]
      return a === null || b === null ? [] : [[a, b] as const]
    })
    return {
      transport,
      stalledP99Ms: medianInterval(both.map(([a]) => a)),
      unstalledP99Ms: medianInterval(both.map(([, b]) => b)),
      ratio: pairedRatio(both),
    }
  })
}

function p99Of({ received }: StalledMinute, name: TransportName): number | null {
  return received.transports.find(({ transport }) => transport === name)?.p99Ms ?? null
}

/**
 * How memory grew over the minutes, from a full log to a full log. A stalled reader may hold what its socket takes, and
 * that before the minute begins; so over the minute the bound is as much again for all of them: far less than the
 * events of a second for each. It is for what grows more than without them, since the log that was filled in a hurry is
 * held in another way than one that was filled by the minute. Resident memory has a bound above it for pages, which come and
 * go without stalled readers too.
 */
export function memoryGrowth(
  pairs: readonly MinutePair[],
  { stalledReaders }: Pick<StalledSizes, 'stalledReaders'>,
): readonly MemoryGrowth[] {
  const mostHeld = stalledReaders * bytesOfSocket
  const growth = (bytesOf: (look: ProcessLook) => number) => {
    const grown = ({ before, after }: StalledMinute) => bytesOf(after) - bytesOf(before)
    const both = pairs.map(pair => [grown(pair.stalled), grown(pair.unstalled)] as const)
    return {
      stalled: medianInterval(both.map(([a]) => a)),
      unstalled: medianInterval(both.map(([, b]) => b)),
      difference: pairedDifference(both),
    }
  }
  return [
    {
      what: 'heap and buffers',
      ...growth(({ heapBytes, externalBytes }) => heapBytes + externalBytes),
      mostBytes: mostHeld,
    },
    { what: 'resident', ...growth(look => look.residentBytes), mostBytes: mostHeld + pagesBytes },
  ]
}

/** What falls short, a line each. */
export function stalledShortfalls(pairs: readonly MinutePair[], sizes: StalledSizes): readonly string[] {
  return [
    ...besideStalled(pairs).flatMap(({ transport, ratio }) =>
      above(`${transport} beside stalled readers, p99 over p99 without`, ratio, mostRatio),
    ),
    ...memoryGrowth(pairs, sizes).flatMap(({ what, difference: { median }, mostBytes }) =>
      median !== null && median <= mostBytes
        ? []
        : [
            `${what}: a stalled minute added ${median === null ? 'unknown' : grouped(median)} bytes to what one without does, expected at most ${grouped(mostBytes)}`,
          ],
    ),
    ...pairs.flatMap((pair, index) => [
      ...minuteShortfalls(pair.stalled, sizes).map(line => `stalled minute ${index + 1}: ${line}`),
      ...minuteShortfalls(pair.unstalled, sizes).map(line => `unstalled minute ${index + 1}: ${line}`),
    ]),
  ]
}

/** What is wrong with one minute, whatever it measured. */
export function minuteShortfalls(
  { received, played, released }: StalledMinute,
  { events, readersOfEach, stalledReaders }: StalledSizes,
): readonly string[] {
  const expected = events * readersOfEach
  const lines = received.transports
    .filter(({ records }) => records !== expected)
    .map(({ transport, records }) => `readers of ${transport} had ${records} of ${expected} events`)
  if (received.broken.length > 0)
    lines.push(`${received.broken.length} readers’ connections ended: ${received.broken[0]}`)
  if (released === null) return lines
  if (played.fewestBlocked < stalledReaders)
    lines.push(`${stalledReaders - played.fewestBlocked} of ${stalledReaders} stalled readers took more`)
  if (played.mostQueuedBytes > bytesOfSocket)
    lines.push(
      `the server holds ${grouped(played.mostQueuedBytes)} bytes for a stalled reader, expected at most ${grouped(bytesOfSocket)}`,
    )
  if (released.right < released.readers)
    lines.push(`${released.readers - released.right} of ${released.readers} gaps have a wrong count`)
  return lines
}

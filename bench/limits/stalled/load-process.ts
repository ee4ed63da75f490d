import type { TransportName } from '../../../server/protocol.ts'
import { monotonicMs } from '../../../server/sources/clock.ts'
import { at } from '../../at.ts'
import { answerCalls } from '../../calls.ts'
import { quantile } from '../../statistics/quantile.ts'
import { type Crowd, createCrowd } from '../crowd/crowd.ts'
import {
  openStalledReader,
  type StalledReader,
  type StallingTransport,
  sequenceOf,
} from './stalled-reader.ts'

/** Who reads. */
export interface Reading {
  readonly port: number
  readonly transports: readonly TransportName[]
  readonly readersOfEach: number
}

/** What the readers of one transport received since they were told to begin. */
export interface TransportReceived {
  readonly transport: TransportName
  readonly records: number
  /** From due to received; null where nothing came. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
}

/** What all readers received. */
export interface MinuteReceived {
  readonly transports: readonly TransportReceived[]
  readonly cores: number
  /** Why readers' connections ended, ever: none should. */
  readonly broken: readonly string[]
}

/** What the stalled ones were told when they read on. */
export interface Released {
  readonly readers: number
  /** Whose gap has the right count: what they had, what is lost and what the log still holds make up all. */
  readonly right: number
  /** Events in their gaps together. */
  readonly lost: number
  /** Events that buffers on the way had held of the fewest and of the most. */
  readonly bufferedEvents: readonly [least: number, most: number]
}

/** The calls of the process that reads, and that does not. */
export interface StalledLoadCalls {
  /** Resolves when every reader stands at the head. */
  open(reading: Reading): Promise<void>
  /** Opens readers that stall; answers their ports. */
  stall(asked: {
    readonly port: number
    readonly transports: readonly StallingTransport[]
    readonly readers: number
  }): Promise<readonly number[]>
  /** Forgets what was received; from now on at most so many records of each transport are timed. */
  begin(most: number): void
  /** Resolves when so many have come of each transport, or none come any more. */
  end(expected: number): Promise<MinuteReceived>
  /** Lets the stalled read on to their gaps and closes them; `evicted` is the last event that the log has let go. */
  release(log: { readonly head: number; readonly evicted: number }): Promise<Released>
}

/** What of one transport is noted. */
interface Receipts {
  readonly transport: TransportName
  readonly crowd: Crowd
  waitsMs: Float64Array
  records: number
}

/** So many connect at once. */
const openTogether = 50
/** How long what was sent may still be on its way. */
const patienceMs = 20_000
const lookEveryMs = 5

const all: Receipts[] = []
let stalled: StalledReader[] = []
let cpu = process.cpuUsage()
let begunMs = 0

const calls: StalledLoadCalls = {
  async open({ port, transports, readersOfEach }) {
    for (const transport of transports) {
      const receipts: Receipts = {
        transport,
        waitsMs: new Float64Array(0),
        records: 0,
        crowd: createCrowd({
          ...{ transport, port, topics: false },
          everySecond: { add: () => () => {} },
          onRecord: waitedMs => {
            // One more than there is room for is told by the count.
            receipts.waitsMs[receipts.records] = waitedMs
            receipts.records += 1
          },
        }),
      }
      all.push(receipts)
      await receipts.crowd.resize(readersOfEach)
    }
  },

  async stall({ port, transports, readers }) {
    while (stalled.length < readers) {
      const more = Math.min(openTogether, readers - stalled.length)
      const opening = Array.from({ length: more }, (_, index) =>
        openStalledReader(transports[(stalled.length + index) % transports.length]!, port),
      )
      stalled.push(...(await Promise.all(opening)))
    }
    return stalled.map(({ localPort }) => localPort)
  },

  begin(most) {
    for (const receipts of all) {
      receipts.waitsMs = new Float64Array(most)
      receipts.records = 0
    }
    cpu = process.cpuUsage()
    begunMs = monotonicMs()
  },

  async end(expected) {
    const { user, system } = process.cpuUsage(cpu)
    const cores = (user + system) / ((monotonicMs() - begunMs) * 1_000)
    const deadlineMs = monotonicMs() + patienceMs
    while (all.some(({ records }) => records < expected) && monotonicMs() < deadlineMs)
      await at(monotonicMs() + lookEveryMs)
    return { transports: all.map(receivedOf), cores, broken: all.flatMap(({ crowd }) => crowd.broken) }
  },

  async release({ head, evicted }) {
    const released = stalled
    stalled = []
    const told = await Promise.all(released.map(reader => reader.release(head)))
    const isRight = ({ records, gap }: (typeof told)[number], reader: number) =>
      sequenceOf(gap.cursor) === evicted && released[reader]!.sequence + records + (gap.lost ?? 0) === evicted
    const buffered = told.map(({ records }) => records)
    return {
      readers: told.length,
      right: told.filter(isRight).length,
      lost: told.reduce((sum, { gap }) => sum + (gap.lost ?? 0), 0),
      bufferedEvents: [Math.min(...buffered), Math.max(...buffered)],
    }
  },
}

function receivedOf({ transport, records, waitsMs }: Receipts): TransportReceived {
  const sorted = waitsMs.slice(0, records).sort()
  const [p50Ms, p99Ms, maxMs] = [0.5, 0.99, 1].map(q => quantile(sorted, q)) as [
    number | null,
    number | null,
    number | null,
  ]
  return { transport, records, p50Ms, p99Ms, maxMs }
}

answerCalls(calls)

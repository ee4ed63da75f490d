import { performance } from 'node:perf_hooks'
import type { TransportName } from '../../server/protocol.ts'
import { createMetronome } from '../../server/sources/metronome.ts'
import { answerCalls } from '../calls.ts'
import { quantile } from '../statistics/quantile.ts'
import { until } from '../yardsticks/load/until.ts'
import { type Crowd, createCrowd } from './crowd/crowd.ts'
import { createEverySecond } from './crowd/every-second.ts'

/** Which crowd; there is one at a time in a process. */
export interface CrowdAsked {
  readonly transport: TransportName
  readonly port: number
  /** Each client a topic of its own. */
  readonly topics: boolean
}

/** What a crowd received since it was told to begin. */
export interface Received {
  readonly records: number
  /** From due to received; null where nothing came. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
  readonly cpuMicros: number
  readonly eventLoopUtilization: number
  /** Connections that ended, ever. */
  readonly broken: number
  /** Why the first of them did. */
  readonly firstBroken: string | null
}

/** The calls of the process that is a crowd. */
export interface LimitsLoadCalls {
  open(asked: CrowdAsked): void
  /** Resolves when so many clients stand at the head. */
  resize(size: number): Promise<void>
  /** Forgets what was received. */
  begin(most: number): void
  /** Resolves when so many records have come since, or none come any more. */
  end(expected: number): Promise<Received>
}

let crowd: Crowd | undefined
let waitsMs = new Float64Array(0)
let records = 0
let loop = performance.eventLoopUtilization()
let cpu = process.cpuUsage()
const everySecond = createEverySecond(createMetronome(new AbortController().signal))

const calls: LimitsLoadCalls = {
  open(asked) {
    crowd = createCrowd({
      ...asked,
      everySecond,
      onRecord: waitedMs => {
        // One more than there is room for is told by the count.
        waitsMs[records] = waitedMs
        records += 1
      },
    })
  },

  resize: size => crowd!.resize(size),

  begin(most) {
    waitsMs = new Float64Array(most)
    records = 0
    loop = performance.eventLoopUtilization()
    cpu = process.cpuUsage()
  },

  async end(expected) {
    await until(() => records, expected)
    const { user, system } = process.cpuUsage(cpu)
    const sorted = waitsMs.slice(0, records).sort()
    const { broken } = crowd!
    return {
      records,
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
      maxMs: quantile(sorted, 1),
      cpuMicros: user + system,
      eventLoopUtilization: performance.eventLoopUtilization(loop).utilization,
      broken: broken.length,
      firstBroken: broken[0] ?? null,
    }
  },
}

answerCalls(calls)

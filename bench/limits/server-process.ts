import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { createApp } from '../../server/app.ts'
import { createFeed, type Feed } from '../../server/feed.ts'
import { defaultAppOptions } from '../../server/options.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { createMetronome } from '../../server/sources/metronome.ts'
import { answerCalls } from '../calls.ts'
import { quantile } from '../statistics/quantile.ts'

/** Events for a crowd: one a second for each client, each at its own time of the second. */
export interface Play {
  /** Each a topic of its own, `0` and on; 0: one event a second for everybody. */
  readonly clients: number
  readonly seconds: number
  /** When the first second begins, on the host's monotonic clock. */
  readonly startAtMs: number
}

/** What a play came to. */
export interface Played {
  readonly published: number
  /** From an event's time to when it was appended. */
  readonly lagP99Ms: number
  /** Of the whole process, from the first second to the last one's end. */
  readonly cpuMicros: number
  readonly eventLoopUtilization: number
}

/** What the process holds after all garbage was collected. */
export interface Memory {
  readonly heapBytes: number
  /** Anonymous resident memory: everything but mapped files (`RssAnon`, proc(5)). */
  readonly residentBytes: number
}

/** The calls of the server's process; it needs `--expose-gc`. */
export interface LimitsServerCalls {
  /** Listens on 127.0.0.1 with an empty log. */
  open(argument: undefined): Promise<{ readonly port: number }>
  play(play: Play): Promise<Played>
  memory(argument: undefined): Promise<Memory>
}

/** So often events are appended: several at once where there are more of them. */
const tickMs = 1

/** An hour: who only reads answers no ping, and would be cut off at the second. */
const heartbeatMs = 3_600_000

/** Seconds of events for every client, so that none is gone when a poller comes. */
const capacityEvents = 100_000

const clock = createMetronome(new AbortController().signal)
let feed: Feed | undefined

const calls: LimitsServerCalls = {
  async open() {
    feed = createFeed({ capacityEvents })
    const app = createApp(feed, { ...defaultAppOptions, heartbeatMs })
    return { port: await app.listen(0, '127.0.0.1') }
  },

  async play({ clients, seconds, startAtMs }) {
    const topics = Math.max(1, clients)
    const total = topics * seconds
    const lagsMs = new Float64Array(total)
    await clock.at(startAtMs)
    const loop = performance.eventLoopUtilization()
    const cpu = process.cpuUsage()
    for (let published = 0, tick = 0; published < total; tick += 1) {
      await clock.at(startAtMs + tick * tickMs)
      const nowMs = monotonicMs()
      for (; published < total; published += 1) {
        const dueMs = startAtMs + (published / topics) * 1_000
        if (dueMs > nowMs) break
        feed!.append({ data: dueMs, topic: clients === 0 ? undefined : String(published % topics) })
        lagsMs[published] = nowMs - dueMs
      }
    }
    await clock.at(startAtMs + seconds * 1_000)
    const { user, system } = process.cpuUsage(cpu)
    return {
      published: total,
      lagP99Ms: quantile(lagsMs.sort(), 0.99)!,
      cpuMicros: user + system,
      eventLoopUtilization: performance.eventLoopUtilization(loop).utilization,
    }
  },

  async memory() {
    // Twice: what the first one finalises, the second one frees.
    for (let round = 0; round < 2; round += 1) {
      global.gc!()
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    const resident = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))
    return { heapBytes: process.memoryUsage().heapUsed, residentBytes: Number(resident?.[1]) * 1_024 }
  },
}

answerCalls(calls)

import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { createApp } from '../../server/app.ts'
import { createFeed, type Feed } from '../../server/feed.ts'
import { defaultAppOptions } from '../../server/options.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { createMetronome } from '../../server/sources/metronome.ts'
import { answerCalls } from '../calls.ts'
import { quantile } from '../statistics/quantile.ts'
import { type Busy, measureBusy } from './busy.ts'
import { dueAt, eventsPerSecond, type Play } from './schedule.ts'

/** What a play came to. */
export interface Played {
  /** From an event's time to when it was appended. */
  readonly lagP99Ms: number
  /** From the first second to the last one's end. */
  readonly busy: Busy
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
  /** Appends the events of a play, each when it is due and never before; resolves at its end. */
  play(play: Play): Promise<Played>
  memory(argument: undefined): Promise<Memory>
}

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

  async play(play) {
    const { startAtMs, seconds } = play
    const busy = measureBusy(startAtMs, startAtMs + seconds * 1_000)
    const lagsMs = await append(play)
    return { lagP99Ms: quantile(lagsMs.sort(), 0.99)!, busy: await busy }
  },

  async memory() {
    // Twice: what the first one finalises, the second one frees.
    global.gc!()
    await wait(50)
    global.gc!()
    const { heapUsed } = process.memoryUsage()
    const resident = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))
    return { heapBytes: heapUsed, residentBytes: Number(resident?.[1]) * 1_024 }
  },
}

/** Looks for what is due every millisecond; several at once where there are more. Resolves to how late each was. */
async function append(play: Play): Promise<Float64Array> {
  const perSecond = eventsPerSecond(play)
  const total = perSecond * play.seconds
  const lagsMs = new Float64Array(total)
  const dueOf = (place: number) => dueAt(play, Math.floor(place / perSecond), place % perSecond)
  for (let appended = 0; appended < total; ) {
    await clock.at(Math.max(dueOf(appended), Math.ceil(monotonicMs())))
    const nowMs = monotonicMs()
    for (; appended < total && dueOf(appended) <= nowMs; appended += 1) {
      const dueMs = dueOf(appended)
      feed!.append({ data: dueMs, topic: play.topics ? String(appended % perSecond) : undefined })
      lagsMs[appended] = nowMs - dueMs
    }
  }
  return lagsMs
}

answerCalls(calls)

import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createApp } from '../../../server/app.ts'
import { createFeed, type Feed } from '../../../server/feed.ts'
import { defaultAppOptions } from '../../../server/options.ts'
import { monotonicMs } from '../../../server/sources/clock.ts'
import { createMetronome } from '../../../server/sources/metronome.ts'
import { answerCalls } from '../../calls.ts'
import { quantile } from '../../statistics/quantile.ts'
import { lookAtProcess, type ProcessLook } from '../process-look.ts'

/** Those that stall, by their ports. */
export interface Stalled {
  readonly ports: readonly number[]
}

/** Events at a steady pace. */
export interface Minute extends Stalled {
  readonly events: number
  readonly eventsPerSecond: number
  /** When the first is due, on the host's monotonic clock. */
  readonly startAtMs: number
}

/** What a minute came to. */
export interface MinutePlayed {
  /** From when an event was due to when it was appended. */
  readonly lagP99Ms: number
  readonly cores: number
  /** Connections of stalled readers that took nothing more, at the worst of many looks. */
  readonly fewestBlocked: number
  /** What the server itself holds for one of them, at the most. */
  readonly mostQueuedBytes: number
  readonly head: number
}

/** The calls of the server's process; it needs `--expose-gc`. */
export interface StalledServerCalls {
  /** Listens on 127.0.0.1 with an empty log. */
  open(setup: { readonly capacityEvents: number }): Promise<{ readonly port: number }>
  /**
   * Appends until every stalled reader's connection takes nothing more, and then as much again as the log holds;
   * answers how many events. Rejects where that never comes.
   */
  fill(stalled: Stalled): Promise<number>
  play(minute: Minute): Promise<MinutePlayed>
  look(argument: undefined): Promise<ProcessLook>
}

/** A record of 1,000 bytes with the time as its data, which is all that light readers look for: its topic fills it. */
const topic = 'x'.repeat(919)
const tickMs = 1
/** Several at once, and time for who reads to keep up. */
const burstEvents = 100
const burstEveryMs = 20
/** 30 MB for each reader: several times what the kernel's buffers hold at their largest. */
const mostToBlock = 30_000
const blockedEveryTicks = 100

/** An hour: who only reads answers no ping, and would be cut off at the second. */
const heartbeatMs = 3_600_000

const clock = createMetronome(new AbortController().signal)
const sockets = new Map<number, Socket>()
let capacityEvents = 0
let feed: Feed

const isBlocked = (port: number): boolean => sockets.get(port)?.writableNeedDrain ?? false
const queuedBytes = (port: number): number => sockets.get(port)?.writableLength ?? 0
const append = (dueMs: number) => feed.append({ data: dueMs, topic })

async function appendBursts(goOn: (appended: number) => boolean): Promise<number> {
  let appended = 0
  while (goOn(appended)) {
    for (let event = 0; event < burstEvents; event += 1) append(0)
    appended += burstEvents
    await wait(burstEveryMs)
  }
  return appended
}

const calls: StalledServerCalls = {
  async open(setup) {
    ;({ capacityEvents } = setup)
    feed = createFeed({ capacityEvents })
    const app = createApp(feed, { ...defaultAppOptions, heartbeatMs })
    app.server.on('connection', (socket: Socket) => {
      const port = socket.remotePort!
      sockets.set(port, socket)
      socket.once('close', () => sockets.delete(port))
    })
    return { port: await app.listen(0, '127.0.0.1') }
  },

  async fill({ ports }) {
    const untilBlocked = await appendBursts(
      appended => appended < mostToBlock && ports.some(port => !isBlocked(port)),
    )
    const open = ports.filter(port => !isBlocked(port)).length
    if (open > 0)
      throw new Error(
        `${open} of ${ports.length} readers that read nothing still take more after ${untilBlocked} events`,
      )
    return untilBlocked + (await appendBursts(appended => appended < capacityEvents))
  },

  async play({ ports, events, eventsPerSecond, startAtMs }) {
    const lagsMs = new Float64Array(events)
    let fewestBlocked = ports.length
    await clock.at(startAtMs)
    const cpu = process.cpuUsage()
    for (let appended = 0, tick = 0; appended < events; tick += 1) {
      await clock.at(startAtMs + tick * tickMs)
      const nowMs = monotonicMs()
      for (; appended < events; appended += 1) {
        const dueMs = startAtMs + (appended / eventsPerSecond) * 1_000
        if (dueMs > nowMs) break
        append(dueMs)
        lagsMs[appended] = nowMs - dueMs
      }
      if (tick % blockedEveryTicks === 0)
        fewestBlocked = Math.min(fewestBlocked, ports.filter(isBlocked).length)
    }
    const { user, system } = process.cpuUsage(cpu)
    const micros = (monotonicMs() - startAtMs) * 1_000
    return {
      lagP99Ms: quantile(lagsMs.sort(), 0.99)!,
      cores: (user + system) / micros,
      fewestBlocked,
      mostQueuedBytes: Math.max(0, ...ports.map(queuedBytes)),
      head: feed.head,
    }
  },

  look: lookAtProcess,
}

answerCalls(calls)

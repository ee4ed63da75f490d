import { setTimeout as wait } from 'node:timers/promises'
import { createApp } from '../../server/app.ts'
import { createFeed, type Feed } from '../../server/feed.ts'
import { defaultAppOptions } from '../../server/options.ts'
import type { Cursor } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { createRandom } from '../../server/sources/random.ts'
import { at } from '../at.ts'
import { answerCalls } from '../calls.ts'
import { mixedContents } from './contents.ts'
import { digestOf, type EpochLog } from './notes.ts'

/** What a server is opened with. */
export interface FaultServerSetup {
  /** 0 picks one. */
  readonly port: number
  readonly heartbeatMs: number
  readonly capacityEvents: number
}

/** Many large events in a row. */
export interface Burst {
  readonly events: number
  readonly payloadBytes: number
  /** Events of one turn, and the least time to the next: none is made up for, so that who reads keeps up. */
  readonly atOnce: number
  readonly everyMs: number
}

/** The calls of the server's process. */
export interface FaultServerCalls {
  /** Listens on 127.0.0.1 with an empty log. */
  open(setup: FaultServerSetup): Promise<{ port: number }>
  /** Appends events of mixed sizes at random times from now on, now and then many at once. */
  play(source: { readonly seed: number; readonly eventsPerSecond: number }): void
  /** Appends no more, but for a last few at once. */
  stop(argument: undefined): void
  /** Appends one event, and answers its cursor. */
  append(argument: undefined): Cursor
  burst(burst: Burst): Promise<void>
  log(argument: undefined): EpochLog
}

let feed: Feed | undefined
let capacityEvents = 0
let playing = false
const digests: number[] = []

function append(data: string): Cursor {
  const event = feed!.append({ data })
  digests.push(digestOf(event.record))
  return feed!.cursorAt(event.sequence)
}

/** How often many events come at once: more than a follower reads of the log in one go. */
const flurryShare = 0.02
const flurryEvents = 70

/** What is on its way when the server dies. */
const lastEvents = 5

const calls: FaultServerCalls = {
  async open(setup) {
    ;({ capacityEvents } = setup)
    feed = createFeed({ capacityEvents })
    const app = createApp(feed, { ...defaultAppOptions, heartbeatMs: setup.heartbeatMs })
    return { port: await app.listen(setup.port, '127.0.0.1') }
  },
  play({ seed, eventsPerSecond }) {
    playing = true
    play(seed, eventsPerSecond).catch((error: Error) => {
      throw error
    })
  },
  stop() {
    playing = false
    for (let index = 0; index < lastEvents; index += 1) append('the last')
  },
  append: () => append('alone'),
  async burst({ events, payloadBytes, atOnce, everyMs }) {
    const data = 'x'.repeat(payloadBytes)
    for (let left = events; left > 0; left -= atOnce) {
      for (let index = Math.min(left, atOnce); index > 0; index -= 1) append(data)
      await wait(everyMs)
    }
  },
  log: () => ({ epoch: feed!.epoch, digests: Float64Array.from(digests), capacityEvents }),
}

async function play(seed: number, eventsPerSecond: number): Promise<void> {
  const random = createRandom(seed)
  const nextContent = mixedContents(random)
  for (let dueMs = monotonicMs(); playing; ) {
    append(nextContent())
    for (let left = random() < flurryShare ? flurryEvents : 0; left > 0; left -= 1) append('one of many')
    dueMs += (-Math.log(1 - random()) / eventsPerSecond) * 1_000
    await at(dueMs)
  }
}

answerCalls(calls)

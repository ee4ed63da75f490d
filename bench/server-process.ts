import { createApp } from '../server/app.ts'
import { createFeed, type Feed } from '../server/feed.ts'
import type { App } from '../server/listen.ts'
import type { AppOptions } from '../server/options.ts'
import { monotonicMs } from '../server/sources/clock.ts'
import { createSource, type Source } from '../server/sources/source.ts'
import type { SourceOptions } from '../server/sources/source-options.ts'
import { at } from './at.ts'
import { answerCalls } from './calls.ts'
import { measureIdle, startMeter, type Window } from './meter.ts'
import type { ProcessCost } from './report/types.ts'

/** What a trial's server is made from. */
export interface ServerSetup {
  readonly app: AppOptions
  readonly source: SourceOptions
}

/** How the feed is to run: from when, for how long, and which part of it is measured. */
export interface FeedRun {
  readonly startAtMs: number
  readonly endAtOffsetMs: number
  readonly window: Window
}

/** What the feed did: for each event its sequence, when it should have been appended and when it was. */
export interface FeedReport {
  readonly sequences: Float64Array
  readonly intendedMs: Float64Array
  readonly appendedMs: Float64Array
  /** When the first event of the same turn was appended: followers wake once a turn and read them all. */
  readonly availableMs: Float64Array
  readonly cost: ProcessCost
}

/** When to append lone events, each to a topic of its own group, on the host's monotonic clock in rising order. */
export interface LoneEvent {
  readonly atMs: number
  readonly topic: string
}

/** The calls of a trial's server process. */
export interface ServerCalls {
  /** Measures what the process does without work; to be called before any other. */
  idle(argument: undefined): Promise<void>
  /** Serves the feed, and beside it another of the same options, which only `appendLone` appends to. */
  open(setup: ServerSetup): Promise<{ port: number; lonePort: number }>
  /** Answers when each was appended; the first has the sequence 1. */
  appendLone(events: readonly LoneEvent[]): Promise<Float64Array>
  play(run: FeedRun): Promise<FeedReport>
  close(argument: undefined): Promise<void>
}

let running: { app: App; feed: Feed; source: Source; lone: { app: App; feed: Feed } } | undefined

function opened() {
  if (!running) throw new Error('the server was not opened')
  return running
}

const calls: ServerCalls = {
  idle: measureIdle,

  async open({ app: options, source: sourceOptions }) {
    const source = await createSource(sourceOptions)
    const feed = createFeed()
    const app = createApp(feed, options)
    const loneFeed = createFeed()
    const lone = { feed: loneFeed, app: createApp(loneFeed, options) }
    running = { app, feed, source, lone }
    return { port: await app.listen(0, '127.0.0.1'), lonePort: await lone.app.listen(0, '127.0.0.1') }
  },

  async appendLone(events) {
    const { feed } = opened().lone
    const appendedMs: number[] = []
    for (const { atMs, topic } of events) {
      await at(atMs)
      appendedMs.push(monotonicMs())
      feed.append({ data: 'alone', topic })
    }
    return Float64Array.from(appendedMs)
  },

  async play({ startAtMs, endAtOffsetMs, window }) {
    const { feed, source } = opened()
    const rows: [sequence: number, intendedMs: number, appendedMs: number, availableMs: number][] = []
    let turnMs: number | undefined
    const cost = measure(window)
    await source.run({
      startAtMs,
      endAtOffsetMs,
      signal: new AbortController().signal,
      append: (content, intendedAtMs) => {
        const { sequence } = feed.append(content)
        const nowMs = monotonicMs()
        if (turnMs === undefined) Promise.resolve().then(() => (turnMs = undefined))
        turnMs ??= nowMs
        rows.push([sequence, intendedAtMs, nowMs, turnMs])
      },
    })
    return {
      sequences: Float64Array.from(rows, row => row[0]),
      intendedMs: Float64Array.from(rows, row => row[1]),
      appendedMs: Float64Array.from(rows, row => row[2]),
      availableMs: Float64Array.from(rows, row => row[3]),
      cost: await cost,
    }
  },

  async close() {
    const { app, lone } = opened()
    await Promise.all([app.end(), lone.app.end()])
  },
}

async function measure({ fromMs, toMs }: Window): Promise<ProcessCost> {
  await at(fromMs)
  const stop = startMeter()
  await at(toMs)
  return stop()
}

answerCalls(calls)

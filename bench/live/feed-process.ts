import { createApp } from '../../server/app.ts'
import { createFeed, type Feed } from '../../server/feed.ts'
import type { App } from '../../server/listen.ts'
import { type AppOptions, defaultAppOptions } from '../../server/options.ts'
import type { Cursor, Json } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { SourceError } from '../../server/sources/source-error.ts'
import { answerCalls } from '../calls.ts'
import { createFeedSource } from './feed-source.ts'
import type { EventTelemetry, LiveFeedSettings } from './protocol.ts'

/** The HTTP side of the feed's process. */
export type FeedHttp = Pick<AppOptions, 'keepAlive' | 'heartbeatMs' | 'allowedOrigins'>

/** What happened in the feed's process since it was last asked. */
export interface FeedNews {
  readonly events: readonly EventTelemetry[]
  /** One line each. */
  readonly problems: readonly string[]
}

/** What became of a change: one line where it could not be. */
export type FeedAnswer = { readonly problem?: string }

/** The calls of the process that holds the real server and its source. */
export interface FeedCalls {
  /** Listens on 127.0.0.1 with an empty log; port 0 picks one. Nothing plays yet. */
  open(setup: { readonly http: FeedHttp; readonly port: number }): Promise<{ port: number; epoch: string }>
  /** Plays from now on; a change that cannot be leaves what played before. */
  play(settings: LiveFeedSettings): Promise<FeedAnswer>
  /** Puts a new HTTP side before the same log and ends the old one gracefully; answers the new one's port. */
  renew(http: FeedHttp): Promise<{ port: number }>
  /** Answers the event's cursor. */
  publish(content: { readonly data: Json; readonly topic: string | undefined }): Cursor
  /** Answers as soon as there is any. */
  news(argument: undefined): Promise<FeedNews>
}

let app: App | undefined
let events: EventTelemetry[] = []
let problems: string[] = []
let onNews = () => {}
let intendedMs: number | undefined

function tell(problem: string): void {
  problems.push(problem)
  onNews()
}

/** The same log, which notes each event that is appended, by whomever. */
function watched(feed: Feed): Feed {
  return {
    ...feed,
    get head() {
      return feed.head
    },
    append(content) {
      const event = feed.append(content)
      const appendedMs = monotonicMs()
      const { sequence, topic = null, recordBytes } = event
      const cursor = feed.cursorAt(sequence)
      events.push({
        ...{
          type: 'event',
          sequence,
          cursor,
          intendedMs: intendedMs ?? appendedMs,
          appendedMs,
          topic,
          recordBytes,
        },
      })
      onNews()
      return event
    },
  }
}

const feed = watched(createFeed())
const source = createFeedSource(
  (content, intendedAtMs) => {
    intendedMs = intendedAtMs
    feed.append(content)
    intendedMs = undefined
  },
  error => tell(`the feed stopped: ${error.message}`),
)

async function listen(http: FeedHttp, port: number): Promise<number> {
  app = createApp(feed, { ...defaultAppOptions, ...http })
  return await app.listen(port, '127.0.0.1')
}

const calls: FeedCalls = {
  open: async ({ http, port }) => ({ port: await listen(http, port), epoch: feed.epoch }),
  async play(settings) {
    try {
      await source.play(settings)
      return {}
    } catch (error) {
      if (error instanceof SourceError) return { problem: error.message }
      throw error
    }
  },
  async renew(http) {
    const before = app
    const port = await listen(http, 0)
    before?.end().catch((error: Error) => tell(`the old server did not end: ${error.message}`))
    return { port }
  },
  publish: content => feed.cursorAt(feed.append(content).sequence),
  async news() {
    if (events.length + problems.length === 0) await new Promise<void>(resolve => (onNews = resolve))
    const news = { events, problems }
    events = []
    problems = []
    onNews = () => {}
    return news
  },
}

answerCalls(calls)

import { monotonicMs } from '../../server/sources/clock.ts'
import type { Append } from '../../server/sources/play.ts'
import { createSource } from '../../server/sources/source.ts'
import type { SourceOptions } from '../../server/sources/source-options.ts'
import type { LiveFeedKind, LiveFeedSettings } from './protocol.ts'

type Filled = Pick<SourceOptions, 'feed' | 'arrivals'>

const filledBy: Readonly<Record<LiveFeedKind, Filled>> = {
  earthquakes: { feed: 'earthquakes', arrivals: 'recorded' },
  poisson: { feed: 'earthquakes', arrivals: 'poisson' },
  periodic: { feed: 'earthquakes', arrivals: 'periodic' },
  burst: { feed: 'earthquakes', arrivals: 'burst' },
  manual: { feed: 'none' },
}

/** How long a source's clock takes to start, and more. */
const startMs = 100

/** Plays one source after the other. */
export interface FeedSource {
  /** Plays from now on, in place of what played before; rejects with a SourceError, and what played before goes on. */
  play(settings: LiveFeedSettings): Promise<void>
  stop(): void
}

/** A source that appends to a log; `onFailure` is told of one that cannot go on. */
export function createFeedSource(append: Append, onFailure: (error: Error) => void): FeedSource {
  let playing = new AbortController()
  return {
    async play(settings) {
      const source = await createSource(optionsOf(settings))
      playing.abort()
      playing = new AbortController()
      source
        .run({ startAtMs: monotonicMs() + startMs, signal: playing.signal, append })
        .catch((error: Error) => onFailure(error))
    },
    stop: () => playing.abort(),
  }
}

function optionsOf({ kind, eventsPerSecond, seed, payloadBytes }: LiveFeedSettings): SourceOptions {
  if (kind === 'manual') return { ...filledBy.manual, seed }
  return { ...filledBy[kind], eventsPerSecond, seed, payloadBytes: payloadBytes ?? undefined }
}

import { createReadStream } from 'node:fs'
import { basename, join } from 'node:path'
import { type ArrivalOptions, beginning, createArrivals, type Pace, randomPlace, rateOf } from './arrivals.ts'
import { loopContents, ownData, paddedData, type ToContent } from './contents.ts'
import { earthquakesFile, findDataDirectory } from './earthquakes.ts'
import { appendLive } from './live.ts'
import { type Append, play } from './play.ts'
import { createRandom, derive } from './random.ts'
import { type Recording, readRecording } from './recording.ts'
import { SourceError, shown } from './source-error.ts'
import { checkOptions, type SourceOptions } from './source-options.ts'

/** One run of a source. */
interface RunOptions {
  /** When offset 0 is, on the clock of `monotonicMs`; 100 ms ahead leaves time to start. */
  readonly startAtMs: number
  /** Where to end; without it, at the abort (or, live, at the input's end). */
  readonly endAtOffsetMs?: number | undefined
  readonly signal: AbortSignal
  readonly append: Append
}

/** Something that fills a feed; each run of a recording gives the same events at the same offsets. */
export interface Source {
  /** What it is, in one line for a person. */
  readonly description: string
  run(options: RunOptions): Promise<void>
}

/** Makes a source; rejects with a SourceError for options or a recording that cannot be played. */
export async function createSource(options: SourceOptions): Promise<Source> {
  checkOptions(options)
  const open = Object.hasOwn(feeds, options.feed) ? feeds[options.feed as NamedFeed] : fileSource
  return await open(options)
}

type NamedFeed = 'earthquakes' | 'none' | '-'

const feeds: Readonly<Record<NamedFeed, (options: SourceOptions) => Source | Promise<Source>>> = {
  earthquakes: options =>
    fileSource(options, join(options.dataDirectory ?? findDataDirectory(), earthquakesFile)),
  none: () => ({ description: 'nothing but what is published', run: async () => {} }),
  '-': async options =>
    isPaced(options)
      ? replay(await readRecording(options.input ?? process.stdin, 'stdin'), options)
      : liveSource(options),
}

const isPaced = ({ speed, eventsPerSecond, arrivals }: SourceOptions) =>
  speed !== undefined || eventsPerSecond !== undefined || arrivals !== undefined

async function fileSource(options: SourceOptions, path = options.feed): Promise<Source> {
  const recording = await readRecording(createReadStream(path), basename(path)).catch((cause: unknown) => {
    if (!(cause instanceof Error) || !('code' in cause) || cause instanceof SourceError) throw cause
    const message = `feed must be earthquakes, none, - or a readable NDJSON file, got ${shown(path)} (${cause.code})`
    throw new SourceError('option', message, { cause })
  })
  return replay(recording, options)
}

function liveSource(options: SourceOptions): Source {
  const { input = process.stdin, onProblem = message => process.stderr.write(`${message}\n`) } = options
  const { toContent, sizeText } = contentsOf(options)
  return {
    description: `stdin, each line as it arrives${sizeText}`,
    run: ({ startAtMs, endAtOffsetMs, signal, append }) => {
      const endAtMs = endAtOffsetMs === undefined ? undefined : startAtMs + endAtOffsetMs
      return appendLive({ input, toContent, endAtMs, signal, append, onProblem })
    },
  }
}

function replay(recording: Recording, options: SourceOptions): Source {
  const { arrivals: kind = 'recorded', seed } = options
  const place = options.shuffleStart ? randomPlace(recording, createRandom(derive(seed, 'place'))) : beginning
  const pace: Pace =
    options.speed === undefined ? { eventsPerSecond: options.eventsPerSecond ?? 1 } : { speed: options.speed }
  const arrivals = (random: ArrivalOptions['random']) =>
    createArrivals[kind]({ recording, pace, place, random })
  // Made once here so that a recording that gives no rate is refused before any run.
  arrivals(createRandom(seed))
  const rateText = `${Number(rateOf(pace, recording).toPrecision(3))} events/s`
  const { toContent, sizeText } = contentsOf(options)
  // So is a payload that some event's topic leaves no room for.
  recording.events.forEach(toContent)
  return {
    description: `${recording.events.length} events of ${recording.name}, ${kind} arrivals, ${rateText}${sizeText}`,
    run: ({ startAtMs, endAtOffsetMs, signal, append }) =>
      play({
        arrivals: arrivals(createRandom(derive(seed, 'arrivals'))),
        contents: loopContents(recording, place.index, contentsOf(options).toContent),
        startAtMs,
        endAtOffsetMs,
        signal,
        append,
      }),
  }
}

function contentsOf({ payloadBytes, seed }: SourceOptions): { toContent: ToContent; sizeText: string } {
  if (payloadBytes === undefined) return { toContent: ownData, sizeText: '' }
  const toContent = paddedData(payloadBytes, createRandom(derive(seed, 'payload')))
  return { toContent, sizeText: `, synthetic records of ${payloadBytes} bytes` }
}

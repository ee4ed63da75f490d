import type { Readable } from 'node:stream'
import { type Arrivals, arrivalKinds } from './arrivals.ts'
import type { OnProblem } from './live.ts'
import { SourceError, shown } from './source-error.ts'

/** What fills the feed, and how. */
export interface SourceOptions {
  /** `earthquakes`, `none` (only what is published), `-` (stdin) or the path of an NDJSON file. */
  readonly feed: string
  /** How many times faster than the recording's own time; not together with a rate. */
  readonly speed?: number | undefined
  /** The mean rate; 1 unless a speed is given. */
  readonly eventsPerSecond?: number | undefined
  /** `recorded` unless given. */
  readonly arrivals?: Arrivals | undefined
  /** The bytes of every event record, its data then synthetic; without it, the feed's own data. */
  readonly payloadBytes?: number | undefined
  readonly seed: number
  /** What `-` reads; stdin unless given. */
  readonly input?: Readable | undefined
  /** Begin at a random place in the recording, given by the seed. */
  readonly shuffleStart?: boolean | undefined
  /** Told what was wrong with a live line that was left out; by default it goes to stderr. */
  readonly onProblem?: OnProblem | undefined
  /** Where the earthquakes are. */
  readonly dataDirectory?: string | undefined
}

/** Throws a SourceError that names the first option that is out of bounds or does not go with another. */
export function checkOptions(options: SourceOptions): void {
  const { feed, speed, eventsPerSecond, arrivals, payloadBytes, seed } = options
  if (speed !== undefined && eventsPerSecond !== undefined) {
    refuse('speed and rate', 'must not be given together', `speed ${speed} and rate ${eventsPerSecond}`)
  }
  checkPositive('speed', speed)
  checkPositive('rate', eventsPerSecond)
  if (!Number.isSafeInteger(seed)) refuse('seed', 'must be a whole number', shown(seed))
  if (arrivals !== undefined && !arrivalKinds.includes(arrivals)) {
    refuse('arrivals', `must be one of ${arrivalKinds.join(', ')}`, shown(arrivals))
  }
  const given = Object.entries({ speed, rate: eventsPerSecond, arrivals, payload: payloadBytes })
  const [extra] = feed === 'none' ? given.filter(([, value]) => value !== undefined) : []
  if (extra) refuse(extra[0], 'needs a feed other than none', shown(extra[1]))
}

function checkPositive(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isFinite(value) && value > 0)) return
  refuse(name, 'must be a number over 0', shown(value))
}

function refuse(name: string, expected: string, got: string): never {
  throw new SourceError('option', `${name} ${expected}, got ${got}`)
}

import type { Random } from './random.ts'
import { meanGapMs, type Recording, spanMs } from './recording.ts'

/** The names of the ways in which a source's events are spread over time. */
export const arrivalKinds = ['recorded', 'poisson', 'periodic', 'burst'] as const

/** How a source's events are spread over time. */
export type Arrivals = (typeof arrivalKinds)[number]

/** When events come: endless absolute offsets from the start in milliseconds, never decreasing. */
export type Offsets = Iterator<number, never>

/** How fast: a mean rate, or how many times faster than the recording's own time. */
export type Pace = { readonly eventsPerSecond: number } | { readonly speed: number }

/** Where in a recording to begin: `atMs` after its first event, `index` being the first event from there on. */
export interface Place {
  readonly atMs: number
  readonly index: number
}

/** What any kind of arrivals may need. */
export interface ArrivalOptions {
  readonly recording: Recording
  readonly pace: Pace
  readonly place: Place
  readonly random: Random
}

/** Makes the arrivals of each kind; throws a SourceError at once where a recording cannot give the rate asked for. */
export const createArrivals: Readonly<Record<Arrivals, (options: ArrivalOptions) => Offsets>> = {
  recorded: ({ recording, pace, place }) => recorded(recording, speedOf(pace, recording), place),
  poisson: ({ recording, pace, random }) => poisson(rateOf(pace, recording), random),
  periodic: ({ recording, pace }) => periodic(rateOf(pace, recording)),
  burst: ({ recording, pace, random }) => burst(rateOf(pace, recording), random),
}

/** The beginning of a recording. */
export const beginning: Place = { atMs: 0, index: 0 }

/** A place in a recording, each of its moments equally likely. */
export function randomPlace(recording: Recording, random: Random): Place {
  const atMs = random() * lapMs(recording)
  const startMs = recording.events[0]?.timeMs ?? 0
  const index = recording.events.findIndex(event => event.timeMs - startMs >= atMs)
  return { atMs, index: index < 0 ? recording.events.length : index }
}

/** The mean rate of a pace, in events per second; a speed needs a recording with a rate. */
export function rateOf(pace: Pace, recording: Recording): number {
  return 'speed' in pace ? (pace.speed * 1000) / meanGapMs(recording) : pace.eventsPerSecond
}

function speedOf(pace: Pace, recording: Recording): number {
  // The mean gap is asked for first: a recording without one must be refused at any speed.
  const gapMs = meanGapMs(recording)
  return 'speed' in pace ? pace.speed : (pace.eventsPerSecond * gapMs) / 1000
}

/** A recording's loop: from the last event to the first again is one mean gap, so a lap keeps the mean rate. */
function lapMs(recording: Recording): number {
  const { length } = recording.events
  return (spanMs(recording) * length) / Math.max(1, length - 1)
}

function* recorded(recording: Recording, speed: number, place: Place): Generator<number, never> {
  const { events } = recording
  const startMs = (events[0]?.timeMs ?? 0) + place.atMs
  const periodMs = lapMs(recording)
  for (let lap = 0, index = place.index; ; index += 1) {
    if (index === events.length) {
      lap += 1
      index = 0
    }
    yield (lap * periodMs + events[index]!.timeMs - startMs) / speed
  }
}

function* poisson(eventsPerSecond: number, random: Random): Generator<number, never> {
  for (let offsetMs = 0; ; ) {
    offsetMs -= (Math.log(1 - random()) * 1000) / eventsPerSecond
    yield offsetMs
  }
}

function* periodic(eventsPerSecond: number): Generator<number, never> {
  for (let count = 0; ; count += 1) yield (count * 1000) / eventsPerSecond
}

/** Poisson bursts of `burstSize` events at one instant, so that the mean rate over all is `eventsPerSecond`. */
function* burst(eventsPerSecond: number, random: Random, burstSize = 10): Generator<number, never> {
  for (const bursts = poisson(eventsPerSecond / burstSize, random); ; ) {
    const offsetMs = bursts.next().value
    for (let count = 0; count < burstSize; count += 1) yield offsetMs
  }
}

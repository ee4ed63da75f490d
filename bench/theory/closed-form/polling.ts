import type { Take } from '../../../server/protocol.ts'
import type { Arrivals } from '../../report/types.ts'
import { answerFigures } from './answers.ts'
import { floorMs, gapMs, type Parameters } from './parameters.ts'
import type { Prediction } from './prediction.ts'
import { servedGapWait } from './service-wait.ts'
import { boundedWait, delayed, type Wait, waitOf } from './wait.ts'

/** What polls of one cycle find; null where theory gives nothing. */
interface Found {
  readonly wait: Wait
  readonly emptyShare: number | null
  readonly eventsPerRequest: number | null
}

/** With `load` = λC, the events of a cycle, and the cycle C in milliseconds. */
type Find = (load: number, cycleMs: number) => Found

/**
 * Cycle C from poll to poll, in milliseconds. With a pause C = T + R + S. At a fixed rate C = T, or the next multiple
 * of T where an answer takes longer: a slot that passes while a poll is out is not made up for.
 */
export function cycleMs(parameters: Parameters): number {
  const { pace, pollIntervalMs } = parameters
  const answerMs = gapMs(parameters)
  if (pace === 'pause') return pollIntervalMs + answerMs
  return pollIntervalMs * Math.max(1, Math.ceil(answerMs / pollIntervalMs))
}

/** Polls without an event, of Poisson arrivals: exp(−λC), the chance of none in a cycle. */
const poissonEmpty = (load: number) => Math.exp(-load)

/** The same of periodic arrivals at a random phase: max(0, 1 − C/P). */
const periodicEmpty = (load: number) => Math.max(0, 1 - load)

const nothingBeside = { spreadMs: 0, aheadMs: 0 }

/** All that is new: the wait for the next poll is uniform on [0, C], mean C/2, whatever the arrivals. */
const all = (empty: (load: number) => number | null): Find => {
  return (load, cycle) => ({
    wait: servedGapWait(1, cycle, nothingBeside),
    emptyShare: empty(load),
    eventsPerRequest: load,
  })
}

/**
 * One event a poll, Poisson: a slotted M/D/1 queue, mean wait C/(2(1 − λC)) (Bertsekas & Gallager, Data Networks,
 * section 3.5, time-division multiplexing); it diverges at λ = 1/C.
 */
const poissonOne: Find = (load, cycle) => ({
  wait: load < 1 ? { ...boundedWait(null), mean: cycle / (2 * (1 - load)) } : boundedWait(null),
  emptyShare: Math.max(0, 1 - load),
  eventsPerRequest: Math.min(1, load),
})

/** One event a poll, periodic: with P ≥ C no poll finds two, so nothing queues; with P < C the queue grows. */
const periodicOne: Find = (load, cycle) => ({
  ...all(periodicEmpty)(load, cycle),
  ...(load > 1 ? { wait: boundedWait(null), eventsPerRequest: 1 } : {}),
})

/** The latest alone, Poisson: its age at the poll is exponential, cut off at C; 1 − exp(−λC) of polls see one. */
const poissonLatest: Find = (load, cycle) => {
  const seen = 1 - Math.exp(-load)
  const meanGapMs = cycle / load
  return {
    wait: waitOf(meanGapMs - (cycle * Math.exp(-load)) / seen, q => -meanGapMs * Math.log1p(-q * seen)),
    emptyShare: poissonEmpty(load),
    eventsPerRequest: seen,
  }
}

/** The latest alone, periodic: its age is uniform on [0, min(C, P)]. */
const periodicLatest: Find = (load, cycle) => ({
  wait: servedGapWait(1, Math.min(cycle, cycle / load), nothingBeside),
  emptyShare: periodicEmpty(load),
  eventsPerRequest: Math.min(1, load),
})

const unknown: Find = (_, cycle) => ({ wait: boundedWait(cycle), emptyShare: null, eventsPerRequest: null })
const queued: Find = () => ({ wait: boundedWait(null), emptyShare: null, eventsPerRequest: null })

const poisson: Record<Take, Find> = { all: all(poissonEmpty), one: poissonOne, latest: poissonLatest }

const finds: Record<Arrivals, Record<Take, Find>> = {
  poisson,
  recorded: poisson,
  periodic: { all: all(periodicEmpty), one: periodicOne, latest: periodicLatest },
  burst: { all: all(() => null), one: queued, latest: unknown },
}

/**
 * Short polling (RFC 6202 section 2.1) at random phase: latency uniform on [d, d + C], 1/C requests a second,
 * λC/(1 − empty) events an answer that has some. A periodic feed whose period is a multiple of C locks with each
 * poller; the figures then hold over many clients of random phase, not for one.
 */
export function polling(parameters: Parameters): Prediction {
  const cycle = cycleMs(parameters)
  const load = (parameters.eventsPerSecond * cycle) / 1_000
  const { wait, ...found } = finds[parameters.arrivals][parameters.take](load, cycle)
  return {
    latencyMs: delayed(wait, floorMs(parameters)),
    // A poller that takes the latest sees min(1, P/C) of a periodic feed, (1 − exp(−λC))/(λC) of a Poisson one.
    seenShare: parameters.take === 'latest' ? found.eventsPerRequest && found.eventsPerRequest / load : 1,
    ...answerFigures(parameters, { requestsPerSecond: 1_000 / cycle, ...found }),
  }
}

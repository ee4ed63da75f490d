import type { Cursor } from '../../../server/protocol.ts'

/** What became of the events that a reader had to get. */
export interface Counts {
  /** Different events that came. */
  readonly delivered: number
  /** Events that the reader's cursor has passed, or whose log is gone, and that did not come. */
  readonly lost: number
  /** Deliveries of an event that had come, or that lies before the reader's start. */
  readonly duplicated: number
  /** Events that came after a later one. */
  readonly reordered: number
}

/** Nothing yet. */
export const noCounts: Counts = { delivered: 0, lost: 0, duplicated: 0, reordered: 0 }

/** A cursor taken apart as the lab's server writes it, `EPOCH.SEQUENCE`; other clients never look inside. */
export interface Place {
  readonly epoch: string
  readonly sequence: number
}

/** Takes a cursor apart; undefined when it is not one of the lab's. */
export function placeOf(cursor: Cursor): Place | undefined {
  const dot = cursor.lastIndexOf('.')
  const sequence = Number(cursor.slice(dot + 1))
  return dot < 1 || !Number.isSafeInteger(sequence) ? undefined : { epoch: cursor.slice(0, dot), sequence }
}

/** What telemetry told of the logs: for each epoch, in their order, the sequence of its last event. */
export interface LogHeads {
  appended(cursor: Cursor): void
  readonly heads: ReadonlyMap<string, number>
}

/** Creates an account of logs that nobody has told of. */
export function createLogHeads(): LogHeads {
  const heads = new Map<string, number>()
  return {
    heads,
    appended(cursor) {
      const place = placeOf(cursor)
      if (place) heads.set(place.epoch, Math.max(place.sequence, heads.get(place.epoch) ?? 0))
    },
  }
}

/** Keeps count of one reader. */
export interface Account {
  /** The reader stands at a cursor: its first says where it began, a later one what it will no longer get. */
  standsAt(cursor: Cursor): void
  delivered(cursor: Cursor): void
  counts(): Counts
}

/** One epoch as a reader saw it: all up to `high` has come, lies before `start`, or is in a hole. */
interface Stretch {
  readonly start: number
  high: number
  /** The last in the log's order that came; 0 before. */
  latest: number
  /** Sequences that were passed over, both ends included, in rising order. */
  holes: (readonly [from: number, to: number])[]
}

/** Creates an account; its memory is that of the holes, however many events come. */
export function createAccount({ heads }: Pick<LogHeads, 'heads'>): Account {
  const stretches = new Map<string, Stretch>()
  let delivered = 0
  let duplicated = 0
  let reordered = 0

  function stretchAt({ epoch, sequence }: Place, firstStart: number): Stretch {
    const known = stretches.get(epoch)
    if (known) return known
    // Who goes on into a new log is owed all of it.
    const start = stretches.size === 0 ? firstStart : 0
    const stretch = { start, high: start, latest: 0, holes: [] }
    stretches.set(epoch, stretch)
    return pass(stretch, sequence)
  }

  return {
    standsAt(cursor) {
      const place = placeOf(cursor)
      if (place) pass(stretchAt(place, place.sequence), place.sequence)
    },
    delivered(cursor) {
      const place = placeOf(cursor)
      if (!place) return
      const { sequence } = place
      const stretch = stretchAt({ ...place, sequence: sequence - 1 }, sequence - 1)
      if (sequence > stretch.high) {
        pass(stretch, sequence - 1).high = sequence
        delivered += 1
      } else if (fill(stretch, sequence)) {
        delivered += 1
        if (sequence < stretch.latest) reordered += 1
      } else {
        duplicated += 1
        return
      }
      stretch.latest = Math.max(stretch.latest, sequence)
    },
    counts: () => ({ delivered, lost: lostOf(stretches, heads), duplicated, reordered }),
  }
}

function pass(stretch: Stretch, sequence: number): Stretch {
  if (sequence > stretch.high) {
    stretch.holes.push([stretch.high + 1, sequence])
    stretch.high = sequence
  }
  return stretch
}

/** Takes a sequence out of its hole; false when it is in none. */
function fill(stretch: Stretch, sequence: number): boolean {
  const index = stretch.holes.findIndex(([from, to]) => from <= sequence && sequence <= to)
  const hole = stretch.holes[index]
  if (!hole) return false
  const [from, to] = hole
  const rest = [
    [from, sequence - 1],
    [sequence + 1, to],
  ] as const
  stretch.holes.splice(index, 1, ...rest.filter(([first, last]) => first <= last))
  return true
}

function lostOf(stretches: ReadonlyMap<string, Stretch>, heads: ReadonlyMap<string, number>): number {
  const first = stretches.keys().next().value
  const last = [...stretches.keys()].at(-1)
  let lost = 0
  for (const { holes } of stretches.values()) for (const [from, to] of holes) lost += to - from + 1
  if (first === undefined || !heads.has(first)) return lost
  // What a log held beyond the reader's last cursor in it went with that log, and logs in between went whole.
  let isOwed = false
  for (const [epoch, head] of heads) {
    isOwed ||= epoch === first
    if (epoch === last) break
    if (isOwed) lost += Math.max(0, head - (stretches.get(epoch)?.high ?? 0))
  }
  return lost
}

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

/** What became of those that are lost; together they are `lost`. */
export interface Losses {
  /** Went with their log when the server began a new one. */
  readonly restarted: number
  /** The log had dropped them for newer ones, and said so. */
  readonly evicted: number
  /** Passed over without a word. */
  readonly unexplained: number
}

/** No loss. */
export const noLosses: Losses = { restarted: 0, evicted: 0, unexplained: 0 }

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
  /**
   * The reader stands at a cursor: its first says where it began, a later one what it will no longer get; `evicted` where
   * a gap said so.
   */
  standsAt(cursor: Cursor, why?: Hole['why']): void
  delivered(cursor: Cursor): void
  counts(): Counts
  losses(): Losses
  pending(): Pending
}

/** Events that telemetry told of and that lie ahead of a reader's cursor; `next` is the first of them. */
export interface Pending {
  readonly events: number
  readonly next: Cursor | null
}

/** Nothing is ahead. */
export const nonePending: Pending = { events: 0, next: null }

/** Sequences that were passed over, both ends included. */
interface Hole {
  readonly from: number
  readonly to: number
  readonly why: 'evicted' | 'unexplained'
}

/** One epoch as a reader saw it: all up to `high` has come, lies before `start`, or is in a hole. */
interface Stretch {
  readonly start: number
  high: number
  /** The last in the log's order that came; 0 before. */
  latest: number
  /** In rising order. */
  readonly holes: Hole[]
}

/** Creates an account; its memory is that of the holes, however many events come. */
export function createAccount({ heads }: Pick<LogHeads, 'heads'>): Account {
  const stretches = new Map<string, Stretch>()
  let delivered = 0
  let duplicated = 0
  let reordered = 0

  function stretchAt(epoch: string, firstStart: number): Stretch {
    const known = stretches.get(epoch)
    if (known) return known
    // Who goes on into a new log is owed all of it.
    const start = stretches.size === 0 ? firstStart : 0
    const stretch = { start, high: start, latest: 0, holes: [] }
    stretches.set(epoch, stretch)
    return stretch
  }

  return {
    standsAt(cursor, why = 'unexplained') {
      const place = placeOf(cursor)
      if (place) pass(stretchAt(place.epoch, place.sequence), place.sequence, why)
    },
    delivered(cursor) {
      const place = placeOf(cursor)
      if (!place) return
      const { epoch, sequence } = place
      const stretch = stretchAt(epoch, sequence - 1)
      if (sequence > stretch.high) {
        pass(stretch, sequence - 1, 'unexplained')
        stretch.high = sequence
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
    counts() {
      const { restarted, evicted, unexplained } = lossesOf(stretches, heads)
      return { delivered, lost: restarted + evicted + unexplained, duplicated, reordered }
    },
    losses: () => lossesOf(stretches, heads),
    pending: () => pendingOf(stretches, heads),
  }
}

function pass(stretch: Stretch, sequence: number, why: Hole['why']): void {
  if (sequence <= stretch.high) return
  stretch.holes.push({ from: stretch.high + 1, to: sequence, why })
  stretch.high = sequence
}

/** Takes a sequence out of its hole; false when it is in none. */
function fill({ holes }: Stretch, sequence: number): boolean {
  const index = holes.findIndex(({ from, to }) => from <= sequence && sequence <= to)
  const hole = holes[index]
  if (!hole) return false
  const rest: readonly Hole[] = [
    { ...hole, to: sequence - 1 },
    { ...hole, from: sequence + 1 },
  ]
  holes.splice(index, 1, ...rest.filter(({ from, to }) => from <= to))
  return true
}

function lossesOf(stretches: ReadonlyMap<string, Stretch>, heads: ReadonlyMap<string, number>): Losses {
  const losses: { -readonly [K in keyof Losses]: number } = { ...noLosses }
  for (const { holes } of stretches.values())
    for (const { from, to, why } of holes) losses[why] += to - from + 1
  const first = stretches.keys().next().value
  const last = [...stretches.keys()].at(-1)
  if (first === undefined || !heads.has(first)) return losses
  // What a log held beyond the reader's last cursor in it went with that log, and logs in between went whole.
  let isOwed = false
  for (const [epoch, head] of heads) {
    isOwed ||= epoch === first
    if (epoch === last) break
    if (isOwed) losses.restarted += Math.max(0, head - (stretches.get(epoch)?.high ?? 0))
  }
  return losses
}

function pendingOf(stretches: ReadonlyMap<string, Stretch>, heads: ReadonlyMap<string, number>): Pending {
  const last = [...stretches.keys()].at(-1)
  let { events, next } = nonePending
  let isAhead = false
  for (const [epoch, head] of heads) {
    isAhead ||= epoch === last
    const high = stretches.get(epoch)?.high ?? 0
    if (!isAhead || head <= high) continue
    next ??= `${epoch}.${high + 1}`
    events += head - high
  }
  return { events, next }
}

import { parseCursor } from '../../server/cursor.ts'
import type { EpochLog } from './notes.ts'

/** A place in the lives of a log: which of them, from 0, and the sequence of the last event seen. */
export interface Place {
  readonly log: number
  readonly sequence: number
}

/** Where cursors lie in logs that lived one after the other. */
export interface Places {
  /** The place of a cursor that the server can have given; undefined for another. */
  locate(cursor: string): Place | undefined
  textOf(place: Place): string
  /** The place behind the last event of the last log. */
  readonly end: Place
  /** Events that lie after one place and not after another. */
  between(from: Place, to: Place): number
  /** The last sequence that the log of a place has evicted by its end. */
  lastEvicted(place: Place): number
  digestAt(place: Place): number
}

/** Makes places of at least one log. */
export function createPlaces(logs: readonly EpochLog[]): Places {
  const headOf = (log: number): number => logs[log]!.digests.length
  const end = { log: logs.length - 1, sequence: headOf(logs.length - 1) }
  return {
    end,
    locate(cursor) {
      const parsed = parseCursor(cursor)
      const log = logs.findIndex(({ epoch }) => epoch === parsed?.epoch)
      if (!parsed || log === -1 || parsed.sequence > headOf(log)) return undefined
      return { log, sequence: parsed.sequence }
    },
    textOf: ({ log, sequence }) => `${logs[log]!.epoch}.${sequence}`,
    between(from, to) {
      let events = to.sequence - from.sequence
      for (let log = from.log; log < to.log; log += 1) events += headOf(log)
      return events
    },
    lastEvicted: ({ log }) => Math.max(0, headOf(log) - logs[log]!.capacityEvents),
    digestAt: ({ log, sequence }) => logs[log]!.digests[sequence - 1]!,
  }
}

/** Whether a place lies after another. */
export function isAfter(place: Place, other: Place): boolean {
  return place.log > other.log || (place.log === other.log && place.sequence > other.sequence)
}

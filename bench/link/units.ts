import { createBody, responseBodyLength } from '../wire/body.ts'
import { createFrames } from '../wire/frames.ts'
import { createHead, statusLine } from '../wire/head.ts'
import { type Part, WireFault } from '../wire/stream.ts'

/** What a stretch of a unit is. */
export type UnitPart = 'head' | 'header' | 'payload'

/** A stretch of one part of one unit, from an index of the bytes that were read to another. */
export interface Stretch {
  readonly part: UnitPart
  /** From 1. */
  readonly unit: number
  readonly from: number
  readonly to: number
  /** Whether the unit begins with it. */
  readonly begins: boolean
  /** Whether the unit ends with it. */
  readonly ends: boolean
}

/** Reads the next bytes that come down; the stretches cover them in order, up to the first that no HTTP explains. */
export type UnitReader = (bytes: Uint8Array) => readonly Stretch[]

/**
 * Follows what comes down a connection of HTTP/1.1 or, after a 101, of WebSocket, by its units: a response with its
 * body, or for a body in chunks and for frames the head alone, and then each chunk with its line ends and each frame.
 */
export function createUnitReader(): UnitReader {
  let reading = headReader()
  let part: UnitPart = 'head'
  let unit = 1
  let begins = true
  let ended = false
  let readable = true

  function headReader(): Part {
    return createHead(nothing, statusLine, ({ status }, fields) => {
      const length = status === 101 ? 'frames' : responseBodyLength('GET', status, fields)
      ended = length === 0 || typeof length === 'string'
      part = length === 0 ? 'head' : ended ? 'header' : 'payload'
      if (length === 0) reading = headReader()
      else reading = length === 'frames' ? frameReader() : createBody(length, nothing, bodyEvents)
    })
  }

  const bodyEvents = {
    data: nothing,
    chunk: () => (part = 'payload'),
    chunkEnded: () => endUnit('header'),
    ended() {
      endUnit('head')
      reading = headReader()
    },
  }

  function frameReader(): Part {
    return createFrames(nothing, {
      masked: false,
      message: () => nothing,
      frame: () => (part = 'payload'),
      ended: () => endUnit('header'),
    })
  }

  function endUnit(next: UnitPart): void {
    part = next
    ended = true
  }

  return bytes => {
    const stretches: Stretch[] = []
    for (let at = 0; at < bytes.length && readable; ) {
      const stretch = { part, unit, from: at, begins }
      at = readSome(bytes, at)
      add(stretches, { ...stretch, to: at, ends: ended })
      begins = ended
      if (ended) unit += 1
      ended = false
    }
    return stretches
  }

  function readSome(bytes: Uint8Array, at: number): number {
    try {
      return reading(bytes, at)
    } catch (error) {
      if (!(error instanceof WireFault)) throw error
      readable = false
      return at
    }
  }
}

/** Adds a stretch, to the last one where that is of the same part: a head is read line by line. */
function add(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1)
  if (last?.unit === next.unit && last.part === next.part)
    stretches[stretches.length - 1] = { ...next, from: last.from, begins: last.begins }
  else if (next.to > next.from) stretches.push(next)
}

const nothing = () => {}

import type { NewClassify } from './stream.ts'

const codes = (text: string): readonly number[] => [...text].map(character => character.charCodeAt(0))

const space = 32
const recordStart = '{"id":'

/** Where records stand in a text. */
interface RecordPlace {
  /** What stands on the line before a record; a space in it may be missing. */
  readonly before: string
  /** The characters that end a line, at most two; with none the whole text is one line. */
  readonly lineEnds: string
}

/** The index of the first line end from `from` on, or the number of bytes. */
function lineEndFrom(bytes: Uint8Array, from: number, ends: readonly [number, number]): number {
  const [first, second] = ends
  let at = from
  while (at < bytes.length && bytes[at] !== first && bytes[at] !== second) at += 1
  return at
}

/** Counts as `payload` each line's event record, known by its first six bytes, and the rest as `envelope`. */
function recordsAt({ before, lineEnds }: RecordPlace): NewClassify {
  const pattern = codes(before + recordStart)
  const [firstEnd = -1, secondEnd = -1] = codes(lineEnds)
  return count => {
    // The place in the pattern that comes next: its length in a record, -1 in a line that has none.
    let matched = 0
    const completes = (byte: number): boolean => {
      if (pattern[matched] === space && byte !== space) matched += 1
      matched = byte === pattern[matched] ? matched + 1 : -1
      return matched === pattern.length
    }
    const countRun = (bytes: number): void =>
      count(matched === pattern.length ? 'payload' : 'envelope', bytes)
    return bytes => {
      let from = 0
      let at = 0
      while (at < bytes.length) {
        if (matched < 0 || matched === pattern.length) at = lineEndFrom(bytes, at, [firstEnd, secondEnd])
        if (at === bytes.length) break
        const byte = bytes[at]!
        if (byte === firstEnd || byte === secondEnd) {
          countRun(at - from)
          from = at
          matched = 0
        } else if (completes(byte)) {
          // Undecided until now, the record's first bytes were envelope; some may be of an earlier call.
          count('envelope', at + 1 - from - recordStart.length)
          count('payload', recordStart.length)
          from = at + 1
        }
        at += 1
      }
      countRun(bytes.length - from)
    }
  }
}

/** A record a line, without its line end: the body of `/streaming`. */
export const recordLines = recordsAt({ before: '', lineEnds: '\n' })

/** A record a `data` field, without the field's name: the body of `/sse` (WHATWG HTML section 9.2). */
export const recordFields = recordsAt({ before: 'data: ', lineEnds: '\r\n' })

/** A record a message: what `/websocket` sends. */
export const recordMessage = recordsAt({ before: '', lineEnds: '' })

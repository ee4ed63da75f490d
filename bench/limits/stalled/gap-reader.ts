import type { Gap } from '../../../server/protocol.ts'

/** What a reader that stalled was told up to its gap. */
export interface ToldToGap {
  /** Records before it: what buffers on the way had held. */
  readonly records: number
  readonly gap: Gap
}

/** Only a record has it. */
const recordMark = Buffer.from('"data":')
/** Only a gap has it, on every transport. */
const gapMark = Buffer.from('{"gap":{')
const gapEnd = Buffer.from('}}')

/**
 * Counts the records in a connection's bytes until there is a gap, however those are cut; `found` is told that once.
 * Answers how many there were so far.
 */
export function createGapReader(found: (told: ToldToGap) => void): (bytes: Buffer) => number {
  let records = 0
  let rest = Buffer.alloc(0)
  let over = false
  return bytes => {
    if (over) return records
    const all = Buffer.concat([rest, bytes])
    const gapAt = all.indexOf(gapMark)
    const until = gapAt === -1 ? all.length : gapAt
    let from = 0
    for (let at = all.indexOf(recordMark); at !== -1 && at < until; at = all.indexOf(recordMark, from)) {
      records += 1
      from = at + recordMark.length
    }
    // The beginning of a mark may end the bytes.
    rest = all.subarray(gapAt === -1 ? Math.max(from, all.length - gapMark.length + 1) : gapAt)
    const end = gapAt === -1 ? -1 : rest.indexOf(gapEnd)
    if (end === -1) return records
    over = true
    found({ records, gap: JSON.parse(rest.toString('latin1', 0, end + gapEnd.length)).gap })
    return records
  }
}

/** Only a record has it. */
const mark = Buffer.from('"data":')
const closingBrace = 0x7d
const newline = 0x0a

/**
 * Finds the times that stand as data in the records of a connection's bytes, however those are cut. `found` is told
 * each; the bytes given are not kept.
 */
export function createRecordReader(found: (dueMs: number) => void): (bytes: Buffer) => void {
  let rest: Buffer | undefined
  return bytes => {
    const all = rest ? Buffer.concat([rest, bytes]) : bytes
    let from = 0
    for (let at = all.indexOf(mark); at !== -1; at = all.indexOf(mark, from)) {
      const end = all.indexOf(closingBrace, at)
      if (end === -1) break
      found(Number(all.toString('latin1', at + mark.length, end)))
      from = end + 1
    }
    // Every message ends with one of these, so mostly nothing is cut.
    const last = all[all.length - 1]
    rest = last === newline || last === closingBrace ? undefined : Buffer.from(all.subarray(from))
  }
}

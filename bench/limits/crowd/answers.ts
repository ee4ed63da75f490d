/** The end of a response's head (RFC 9112 section 2.1). */
const headEnd = Buffer.from('\r\n\r\n')

/**
 * Finds the answers to polls in a connection's bytes, one at a time, however those are cut: a head, and as much body as
 * its Content-Length says. `found` is told each body, empty for a 204; the bytes given are not kept. Throws for a status
 * that is neither 200 nor 204, and for what nobody asked for.
 */
export function createAnswerReader(found: (body: Buffer) => void): (bytes: Buffer) => void {
  let rest: Buffer | undefined
  return bytes => {
    const all = rest ? Buffer.concat([rest, bytes]) : bytes
    const at = all.indexOf(headEnd)
    const head = at === -1 ? '' : all.toString('latin1', 0, at)
    const start = at + headEnd.length
    const end = start + lengthOf(head)
    if (at === -1 || all.length < end) {
      rest = rest ? all : Buffer.from(all)
      return
    }
    if (!/^HTTP\/1\.1 20[04] /.test(head)) throw new Error(`a poll was answered ${head.split('\r\n')[0]}`)
    if (all.length > end) throw new Error(`an answer to a poll is followed by ${all.length - end} bytes`)
    rest = undefined
    found(all.subarray(start, end))
  }
}

function lengthOf(head: string): number {
  return Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
}

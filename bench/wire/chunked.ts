import { anyByte, createLines, emptyLine, type LineRules } from './lines.ts'
import { type BodyEvents, createSized } from './sized.ts'
import { type Count, type Part, WireFault } from './stream.ts'

const hexDigit = (byte: number): boolean => /[0-9a-f]/i.test(String.fromCharCode(byte))

const sizeLine: LineRules = {
  what: 'a chunk size',
  category: 'framing',
  begins: (byte, index) => (index === 0 ? hexDigit(byte) : anyByte(byte)),
}
const dataEnd: LineRules = { what: 'a line end after chunk data', category: 'framing', begins: emptyLine }
const trailerLine: LineRules = { what: 'a trailer field', category: 'framing', begins: anyByte }

function chunkBytes(line: string): number {
  const [, digits] = /^([0-9a-f]{1,13})[ \t]*(?:;.*)?$/i.exec(line) ?? []
  if (digits === undefined) {
    throw new WireFault(`a chunk size was expected, came ${JSON.stringify(line.slice(0, 40))}`)
  }
  return Number.parseInt(digits, 16)
}

/**
 * Reads a chunked body (RFC 9112 section 7.1): sizes with their extensions, line ends, the last chunk and the trailer
 * section are `framing`; the data goes to `events.data`. Throws `WireFault` where a size or a line end is missing.
 */
export function createChunked(count: Count, events: BodyEvents): Part {
  const size = createLines(count, sizeLine, line => {
    const sizeBytes = chunkBytes(line)
    if (sizeBytes === 0) {
      part = trailers
      return
    }
    events.chunk(sizeBytes)
    part = createSized(sizeBytes, { data: events.data, ended: () => (part = end) })
  })
  const end = createLines(count, dataEnd, () => {
    part = size
    events.chunkEnded?.()
  })
  const trailers = createLines(count, trailerLine, line => {
    if (line === '') events.ended()
  })
  let part: Part = size
  return (bytes, from) => part(bytes, from)
}

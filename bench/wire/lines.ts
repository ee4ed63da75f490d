import type { ByteCategory } from './books.ts'
import { type Count, type Part, WireFault } from './stream.ts'

const carriageReturn = 13
const lineFeed = 10
const checkedBytes = 8
const maxLineBytes = 65_536

/** What lines a reader takes: `what` names them in a fault, `begins` says which byte may stand at a place of the first eight. */
export interface LineRules {
  readonly what: string
  readonly category: ByteCategory
  readonly begins: (byte: number, index: number) => boolean
}

/** Allows any text in a line. */
export function anyByte(byte: number): boolean {
  return byte >= 32 || byte === 9 || byte === carriageReturn || byte === lineFeed
}

/** Allows nothing before the line end. */
export function emptyLine(byte: number, index: number): boolean {
  return byte === (index === 0 ? carriageReturn : lineFeed)
}

const decoder = new TextDecoder('latin1')

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.subarray(from, to))
}

function faultIndex(bytes: Uint8Array, from: number, to: number, read: number, rules: LineRules): number {
  const checked = Math.min(to, from + checkedBytes - read)
  for (let at = from; at < checked; at += 1) {
    if (!rules.begins(bytes[at]!, read + at - from)) return at
  }
  return read + to - from > maxLineBytes ? from + maxLineBytes - read : -1
}

/**
 * Reads lines that end in CRLF, and hands each on without it and with its length in bytes, the CRLF among them.
 * Throws `WireFault` at the first byte that cannot be, at a bare LF, and past 65,536 bytes.
 * A bare LF is refused although a head may have one (RFC 9112 section 2.2), since a body misread by a byte looks so.
 */
export function createLines(
  count: Count,
  rules: LineRules,
  onLine: (line: string, bytes: number) => void,
): Part {
  let text = ''
  const fault = (found: string): never => {
    throw new WireFault(`${rules.what} was expected, came ${JSON.stringify(found.slice(0, 40))}`)
  }
  return (bytes, from) => {
    const end = bytes.indexOf(lineFeed, from)
    const to = end < 0 ? bytes.length : end + 1
    const broken = faultIndex(bytes, from, to, text.length, rules)
    if (broken >= 0) {
      count(rules.category, broken - from)
      fault(text + latin1(bytes, from, broken + 1))
    }
    const line = text === '' ? latin1(bytes, from, to) : text + latin1(bytes, from, to)
    text = end < 0 ? line : ''
    if (end < 0) {
      count(rules.category, to - from)
      return to
    }
    count(rules.category, end - from)
    if (!line.endsWith('\r\n')) fault(line)
    count(rules.category, 1)
    try {
      onLine(line.slice(0, -2), line.length)
    } catch (error) {
      // A fault in the line must leave a byte out of the books.
      count(rules.category, -1)
      throw error
    }
    return to
  }
}

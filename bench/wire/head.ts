import { anyByte, createLines, type LineRules } from './lines.ts'
import { type Count, type Part, WireFault } from './stream.ts'

/** The fields of a head by name in lower case; several of one name are joined by a comma (RFC 9110 section 5.3). */
export type Fields = ReadonlyMap<string, string>

/** The start line of a request (RFC 9112 section 3); `path` is the target without origin and query. */
export interface RequestLine {
  readonly method: string
  readonly target: string
  readonly path: string
}

/** The start line of a response (RFC 9112 section 4). */
export interface StatusLine {
  readonly status: number
  readonly reason: string
}

/** How a start line is told from garbage and read; `read` gives undefined where it is neither. */
export interface StartLine<T> {
  readonly rules: LineRules
  readonly read: (line: string) => T | undefined
}

const upperCase = (byte: number): boolean => byte >= 65 && byte <= 90
const httpVersion = 'HTTP/1.'

/** A request target without its origin and query. */
export function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/i, '').replace(/[?#].*/s, '')
}

/** Reads request lines. */
export const requestLine: StartLine<RequestLine> = {
  rules: {
    what: 'a request line',
    category: 'head',
    begins: (byte, index) => (index === 0 ? upperCase(byte) || byte === 13 : anyByte(byte)),
  },
  read: line => {
    const [, method, target] = /^([A-Z-]+) (\S+) HTTP\/1\.[01]$/.exec(line) ?? []
    if (method === undefined || target === undefined) return undefined
    return { method, target, path: pathOf(target) }
  },
}

/** Reads status lines. */
export const statusLine: StartLine<StatusLine> = {
  rules: {
    what: 'a status line',
    category: 'head',
    begins: (byte, index) =>
      index < httpVersion.length ? byte === httpVersion.charCodeAt(index) : anyByte(byte),
  },
  read: line => {
    const [, status, reason] = /^HTTP\/1\.[01] ([1-5]\d\d)(?: (.*))?$/.exec(line) ?? []
    return status === undefined ? undefined : { status: Number(status), reason: reason ?? '' }
  },
}

const fieldLine: LineRules = { what: 'a field line', category: 'head', begins: anyByte }

function addField(fields: Map<string, string>, line: string): void {
  const colon = line.indexOf(':')
  if (colon <= 0 || /\s/.test(line.slice(0, colon))) {
    throw new WireFault(`a field line was expected, came ${JSON.stringify(line.slice(0, 40))}`)
  }
  const name = line.slice(0, colon).toLowerCase()
  const value = line.slice(colon + 1).trim()
  const before = fields.get(name)
  fields.set(name, before === undefined ? value : `${before}, ${value}`)
}

/**
 * Reads one head, from its start line through its blank line, and counts it as `head` (RFC 9112 section 2.1).
 * Empty lines before a request line belong to its head (section 2.2). Throws `WireFault` at a line that is none.
 */
export function createHead<T>(
  count: Count,
  kind: StartLine<T>,
  onHead: (start: T, fields: Fields, bytes: number) => void,
): Part {
  const fields = new Map<string, string>()
  let start: T | undefined
  let headBytes = 0
  const startReader = createLines(count, kind.rules, (line, bytes) => {
    headBytes += bytes
    if (line === '') return
    start = kind.read(line)
    if (start === undefined) {
      throw new WireFault(`${kind.rules.what} was expected, came ${JSON.stringify(line.slice(0, 40))}`)
    }
  })
  const fieldReader = createLines(count, fieldLine, (line, bytes) => {
    headBytes += bytes
    if (line !== '') addField(fields, line)
    else onHead(start!, fields, headBytes)
  })
  return (bytes, from) => (start === undefined ? startReader : fieldReader)(bytes, from)
}

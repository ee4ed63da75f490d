/** A header or a query's parameter, as HAR has it. */
export interface NamedValue {
  readonly name: string
  readonly value: string
}

/** An HTTP/1.1 head in parts (RFC 9112 section 2.1). */
export interface HttpHead {
  readonly startLine: string
  readonly headers: readonly NamedValue[]
}

/** Reads a head from the beginning of some bytes; null where its end is not among them. */
export function readHead(bytes: Uint8Array): HttpHead | null {
  const text = new TextDecoder('latin1').decode(bytes)
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [startLine = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = lines.map(line => {
    const colon = line.indexOf(':')
    return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() }
  })
  return { startLine, headers }
}

/** A header's value, whatever the case of its name; null without it. */
export function headerOf({ headers }: HttpHead, name: string): string | null {
  return headers.find(header => header.name.toLowerCase() === name)?.value ?? null
}

/** Bytes of base64. */
export function fromBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0))
}

import { createChunked } from './chunked.ts'
import type { Fields } from './head.ts'
import { type BodyEvents, createSized } from './sized.ts'
import { type Count, type Part, WireFault } from './stream.ts'

/** How long a body is: bytes (none is 0, until the connection closes is Infinity), or chunked (RFC 9112 section 6.3). */
export type BodyLength = number | 'chunked'

function declaredLength(fields: Fields): BodyLength | undefined {
  const coding = fields.get('transfer-encoding')
  if (coding !== undefined) {
    if (coding.toLowerCase() === 'chunked') return 'chunked'
    throw new WireFault(`Transfer-Encoding: expected chunked, came ${JSON.stringify(coding)}`)
  }
  const length = fields.get('content-length')
  if (length === undefined) return undefined
  if (/^\d{1,15}$/.test(length)) return Number(length)
  throw new WireFault(`Content-Length: expected a number of bytes, came ${JSON.stringify(length)}`)
}

/** The length of a request's body; throws `WireFault` at a length or coding that it cannot read. */
export function requestBodyLength(fields: Fields): BodyLength {
  return declaredLength(fields) ?? 0
}

/** The length of the body that answers `method`; throws `WireFault` at a length or coding that it cannot read. */
export function responseBodyLength(method: string, status: number, fields: Fields): BodyLength {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 0
  return declaredLength(fields) ?? Number.POSITIVE_INFINITY
}

/** Reads a body of at least one byte. */
export function createBody(length: BodyLength, count: Count, events: BodyEvents): Part {
  return length === 'chunked' ? createChunked(count, events) : createSized(length, events)
}

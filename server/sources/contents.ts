import type { Content, Fill } from '../feed.ts'
import type { Random } from './random.ts'
import type { Recording, SourceEvent } from './recording.ts'
import { SourceError, shown } from './source-error.ts'

/** Turns an event of a recording or a live line into what is appended. */
export type ToContent = (event: SourceEvent) => Content

/** The fewest bytes of a padded event record without a topic: 8 characters of epoch, 9 digits of sequence, 16 of time. */
export const leastPayloadBytes = recordBytes()

/** The most bytes of a padded event record (16 MiB). */
export const mostPayloadBytes = 16_777_216

/** The events' own data. */
export const ownData: ToContent = ({ data, topic }) => (topic === undefined ? { data } : { data, topic })

/** Data that makes every record exactly `payloadBytes` long; topics stay. Throws a SourceError for a size out of bounds. */
export function paddedData(payloadBytes: number, random: Random): ToContent {
  const data = synthetic(payloadBytes, random)
  return ({ topic }) => {
    checkPayload(payloadBytes, recordBytes(topic))
    return topic === undefined ? { data } : { data, topic }
  }
}

/** The events of a recording over and over, from `index` on, in step with recorded arrivals from the same place. */
export function* loopContents(
  { events }: Recording,
  index: number,
  toContent: ToContent,
): Generator<Content, never> {
  for (let next = index; ; next += 1) yield toContent(events[next % events.length]!)
}

/**
 * Strings of printable ASCII that JSON does not escape, another at every call, of the length that makes a record
 * `payloadBytes` long. Throws a SourceError for a size out of bounds, at once or when the overhead leaves no room.
 */
export function synthetic(payloadBytes: number, random: Random): Fill {
  checkPayload(payloadBytes, leastPayloadBytes)
  const shifts = 997
  const passage = Array.from({ length: 4096 }, () => pick(random)).join('')
  const text = passage.repeat(Math.ceil((payloadBytes + shifts) / passage.length))
  let start = 0
  return overheadBytes => {
    checkPayload(payloadBytes, overheadBytes)
    start = (start + 61) % shifts
    return text.slice(start, start + payloadBytes - overheadBytes)
  }
}

function checkPayload(payloadBytes: number, leastBytes: number): void {
  const isSize = Number.isInteger(payloadBytes) && payloadBytes >= leastBytes
  if (isSize && payloadBytes <= mostPayloadBytes) return
  const expected = `a whole number of bytes from ${leastBytes} to ${mostPayloadBytes}`
  throw new SourceError('option', `payload must be ${expected}, got ${shown(payloadBytes)}`)
}

const printable = Array.from({ length: 0x7f - 0x20 }, (_, code) => String.fromCharCode(0x20 + code))
const unescaped = printable.filter(character => character !== '"' && character !== '\\')

function pick(random: Random): string {
  return unescaped[Math.floor(random() * unescaped.length)]!
}

function recordBytes(topic?: string): number {
  const id = `${'e'.repeat(8)}.${'9'.repeat(9)}`
  return Buffer.byteLength(JSON.stringify({ id, at: 1_000_000_000_000_000, topic, data: '' }))
}

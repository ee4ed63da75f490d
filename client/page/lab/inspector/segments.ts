import type { ByteCategory } from '../../../../bench/wire/books.ts'
import type { TelemetryOf } from '../../context.ts'

/** A stretch of a message's bytes of one category. */
export interface Segment {
  readonly category: ByteCategory
  readonly bytes: Uint8Array
  /** Where it begins in the message. */
  readonly from: number
  /** How long it was on the wire; longer than `bytes` where those were not kept. */
  readonly lengthBytes: number
}

/** Cuts a message's bytes into the runs of one category. */
export function segmentsOf({ base64, runs }: Pick<TelemetryOf<'bytes'>, 'base64' | 'runs'>): Segment[] {
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  let from = 0
  return runs.map(([category, lengthBytes]) => {
    const segment = { category, bytes: bytes.subarray(from, from + lengthBytes), from, lengthBytes }
    from += lengthBytes
    return segment
  })
}

/** How many bytes of each category the segments had on the wire. */
export function sumsOf(segments: readonly Segment[]): Readonly<Record<ByteCategory, number>> {
  const sums = { head: 0, framing: 0, envelope: 0, payload: 0 }
  for (const { category, lengthBytes } of segments) sums[category] += lengthBytes
  return sums
}

import type { CreateStage, Item } from '../stage.ts'
import { countSegments, segmentHeadBytes } from './segments.ts'

/** When each wire has sent what it was given, in milliseconds on the host's monotonic clock. */
const freeAtMs = new WeakMap<object, number>()

/** Sends one after the other what all connections of a direction give it, at `bandwidthBitsPerSecond`. */
export const bandwidth: CreateStage = line => item => {
  const { bandwidthBitsPerSecond } = line.settings
  if (bandwidthBitsPerSecond === null) {
    line.pass(item)
    return
  }
  const startMs = Math.max(item.dueMs, freeAtMs.get(line.wire) ?? Number.NEGATIVE_INFINITY)
  const sentMs = startMs + (wireBytes(item) * 8_000) / bandwidthBitsPerSecond
  freeAtMs.set(line.wire, sentMs)
  line.pass({ ...item, dueMs: sentMs })
}

/** Bytes on the wire: payload and a head for each segment; an opening or an end is a segment without payload. */
function wireBytes(item: Item): number {
  if (item.kind !== 'bytes') return segmentHeadBytes
  return item.bytes.length + countSegments(item.bytes.length) * segmentHeadBytes
}

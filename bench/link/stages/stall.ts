import type { Random } from '../../../server/sources/random.ts'
import type { CreateStage, Item } from '../stage.ts'
import { countSegments } from './segments.ts'

/** What a lone segment waits on top: no later ones tell of its loss, so a timer does (RFC 6298, Linux's least RTO). */
const loneMs = 200

/**
 * A head-of-line stall where a segment would be lost: its chunk waits two round trips more, one of a single segment
 * 200 ms on top, and all that comes after waits behind it. Nothing is lost; recovery itself is not modelled.
 */
export const stall: CreateStage = line => {
  let random: Random | undefined
  let previousMs = Number.NEGATIVE_INFINITY

  function stallMs(item: Item): number {
    const { stallShare, rttMs } = line.settings
    if (stallShare === 0 || item.kind !== 'bytes' || item.bytes.length === 0) return 0
    random ??= line.random('stall')
    const segments = countSegments(item.bytes.length)
    if (random() >= 1 - (1 - stallShare) ** segments) return 0
    return 2 * rttMs + (segments === 1 ? loneMs : 0)
  }

  return item => {
    previousMs = Math.max(previousMs, item.dueMs + stallMs(item))
    line.pass({ ...item, dueMs: previousMs })
  }
}

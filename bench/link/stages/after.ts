import type { After } from '../settings.ts'
import type { Item, Line, Stage } from '../stage.ts'

/**
 * Passes items until the moment or the byte that `after` names, then one of `kind`, and swallows the rest; a chunk in
 * which the byte falls is passed up to it. Without `after` everything passes.
 */
export function passUntil(line: Line, after: After | null, kind: 'end' | 'reset'): Stage {
  if (after === null) return line.pass
  let leftBytes =
    line.way === 'down' ? (after.afterDownBytes ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
  let done = false

  function finish(times: Pick<Item, 'arrivedMs' | 'dueMs'>): void {
    if (done) return
    done = true
    line.pass({ kind, arrivedMs: times.arrivedMs, dueMs: times.dueMs })
  }

  if (after.afterMs !== undefined) {
    line.at(line.openedMs + after.afterMs, () => finish({ arrivedMs: line.now(), dueMs: line.now() }))
  }
  return item => {
    if (done) {
      line.swallow(item)
      return
    }
    if (item.kind !== 'bytes' || item.bytes.length < leftBytes) {
      if (item.kind === 'bytes') leftBytes -= item.bytes.length
      line.pass(item)
      return
    }
    line.pass({ ...item, bytes: item.bytes.subarray(0, leftBytes) })
    line.swallow({ ...item, bytes: item.bytes.subarray(leftBytes) })
    finish(item)
  }
}

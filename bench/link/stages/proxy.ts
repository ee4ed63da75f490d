import type { CreateStage, Item } from '../stage.ts'
import { createResponses, type Responses } from './responses.ts'

/**
 * A buffering proxy: holds what comes down of an HTTP response until it ends, `proxyHoldBytes` are there or the
 * connection ends, and then passes all of it. As with nginx, an upgraded connection passes at once, and so does a
 * response that says `X-Accel-Buffering: no`, where the proxy heeds that.
 */
export const proxy: CreateStage = line => {
  if (line.way === 'up') return line.pass
  const held: Item[] = []
  let heldBytes = 0
  const responses: Responses = createResponses(() => line.settings.proxyHeeds)

  function release(dueMs: number): void {
    heldBytes = 0
    for (const item of held.splice(0)) line.pass({ ...item, dueMs: Math.max(item.dueMs, dueMs) })
  }

  line.onSettings(() => {
    if (line.settings.proxyHoldBytes === null) release(line.now())
  })
  return item => {
    held.push(item)
    if (item.kind === 'bytes') {
      responses.read(item.bytes)
      heldBytes += item.bytes.length
    }
    const { proxyHoldBytes } = line.settings
    const holds = item.kind === 'bytes' && responses.within() && heldBytes < (proxyHoldBytes ?? 0)
    if (!holds) release(item.dueMs)
  }
}

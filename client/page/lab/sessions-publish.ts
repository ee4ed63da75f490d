import type { Json, TransportName } from '../../../server/protocol.ts'
import { publish } from '../../publish.ts'
import type { ClientEnvironment } from '../../transport.ts'
import { createDuplex } from '../duplex.ts'

/** How long a POST may take, in milliseconds. */
const postWithinMs = 30_000

/** The way up of what is shown. */
export interface WayUp {
  /** To open the shown WebSocket with, so that it publishes too. */
  readonly environment: ClientEnvironment
  /**
   * Publishes through the link: a frame on the WebSocket where that is shown, else a POST to the link's address. Null
   * where neither can be had now; rejects with a TransportError.
   */
  publish(data: Json, shown: readonly TransportName[], link: string | null): Promise<unknown> | null
}

/** Creates a way up on an environment. */
export function createWayUp(environment: ClientEnvironment): WayUp {
  const duplex = createDuplex(environment)
  return {
    environment: duplex.environment,
    publish(data, shown, link) {
      if (link === null) return null
      if (shown.includes('websocket')) return duplex.isOpen() ? duplex.publish(data) : null
      return publish(environment, new URL(link), data, { signal: AbortSignal.timeout(postWithinMs) })
    },
  }
}

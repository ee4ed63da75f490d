import type { TransportName } from '../server/protocol.ts'
import type { Transport } from './transport.ts'
import { longPolling } from './transports/long-polling.ts'
import { polling } from './transports/polling.ts'
import { sse } from './transports/sse.ts'
import { streaming } from './transports/streaming.ts'
import { websocket } from './transports/websocket.ts'

/** The five transports by name. */
export const transports: Readonly<Record<TransportName, Transport>> = {
  polling,
  'long-polling': longPolling,
  streaming,
  sse,
  websocket,
}

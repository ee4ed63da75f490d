import type { TransportName } from '../../server/protocol.ts'
import { longPolling } from './closed-form/long-polling.ts'
import { sse, streaming, websocket } from './closed-form/open.ts'
import type { Parameters } from './closed-form/parameters.ts'
import { polling } from './closed-form/polling.ts'
import type { Prediction } from './closed-form/prediction.ts'

/** What each transport should cost one client, from formulas alone; latencies in milliseconds. */
export const closedForms: Record<TransportName, (parameters: Parameters) => Prediction> = {
  polling,
  'long-polling': longPolling,
  streaming,
  sse,
  websocket,
}

import type { TransportName } from '../../../../server/protocol.ts'

/** How a transport's column is drawn, besides its colour. */
export interface TransportLook {
  /** The status whose answer has no end of its own: from its head on the connection is open. */
  readonly opens: 101 | 200 | null
  /** Whether nobody listening between two of its requests is worth a band. */
  readonly showsGap: boolean
  readonly tube: 'none' | 'tinted' | 'dashed' | 'walls'
  /** What an answer with events ends in. */
  readonly marker: 'dot' | 'diamond'
  /** On which side of a request its label stands; an answer's is on the other. */
  readonly requestLabel: 'above' | 'below'
}

/** Every transport's look. */
export const transportLooks: Readonly<Record<TransportName, TransportLook>> = {
  polling: { opens: null, showsGap: false, tube: 'none', marker: 'dot', requestLabel: 'above' },
  'long-polling': { opens: null, showsGap: true, tube: 'none', marker: 'dot', requestLabel: 'below' },
  streaming: { opens: 200, showsGap: false, tube: 'tinted', marker: 'dot', requestLabel: 'above' },
  sse: { opens: 200, showsGap: false, tube: 'dashed', marker: 'diamond', requestLabel: 'above' },
  websocket: { opens: 101, showsGap: false, tube: 'walls', marker: 'dot', requestLabel: 'above' },
}

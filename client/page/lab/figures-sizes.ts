import type { TransportName } from '../../../server/protocol.ts'
import { transportNames } from '../../../server/protocol.ts'
import type { TelemetryOf } from '../context.ts'

/** Bytes of the heads that a transport's last requests and answers had; null where there was none. */
export interface HeadSizes {
  readonly request: number | null
  readonly response: number | null
  readonly emptyResponse: number | null
}

/** The sizes that the closed form needs, as they were last seen on the wire. */
export interface Sizes {
  message(message: TelemetryOf<'message'>): void
  event(event: TelemetryOf<'event'>): void
  heads(transport: TransportName): HeadSizes
  /** Mean of all event records; null before the first. */
  recordBytes(): number | null
  /** Length of the last cursor; null before the first. */
  cursorBytes(): number | null
}

const none: HeadSizes = { request: null, response: null, emptyResponse: null }

/** Creates sizes of which none is known. */
export function createSizes(): Sizes {
  const heads = new Map<string, HeadSizes>(transportNames.map(name => [name, none]))
  let records = 0
  let recordBytes = 0
  let cursorBytes: number | null = null
  return {
    message({ transport, kind, bytes: { head }, status, empty }) {
      const before = heads.get(transport)
      if (before === undefined || head === 0) return
      if (kind === 'request') heads.set(transport, { ...before, request: head })
      else if (kind === 'response' && empty) heads.set(transport, { ...before, emptyResponse: head })
      else if (kind === 'response' && (status === 200 || status === 101)) {
        heads.set(transport, { ...before, response: head })
      }
    },
    event(event) {
      records += 1
      recordBytes += event.recordBytes
      cursorBytes = event.cursor.length
    },
    heads: transport => heads.get(transport) ?? none,
    recordBytes: () => (records === 0 ? null : recordBytes / records),
    cursorBytes: () => cursorBytes,
  }
}

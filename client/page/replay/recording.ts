import type { LivePorts, LiveSettings, LiveTransport } from '../../../bench/live/protocol.ts'
import type { TransportName } from '../../../server/protocol.ts'
import type { TelemetryOf } from '../context.ts'
import type { PageState } from '../state.ts'

/** The version of a recording; a player refuses another. */
export const recordingFormat = 'transport-lab/replay/1'

/** What a row says of whose a message is, by place. */
export const recordedTransports = [
  'polling',
  'long-polling',
  'streaming',
  'sse',
  'websocket',
  'events',
  'echo',
  'other',
] as const satisfies readonly LiveTransport[]

/** What a row says of a message's kind, by place. */
export const recordedKinds = [
  'request',
  'response',
  'chunk',
  'frame',
  'control',
] as const satisfies readonly Message['kind'][]

type Message = TelemetryOf<'message'>

/** Times are milliseconds since the recording began. */
export type EventRow = readonly [
  sequence: number,
  intendedMs: number,
  appendedMs: number,
  recordBytes: number,
]
export type ReceiptRow = readonly [transport: number, sequence: number, atMs: number]
export type ConnectionRow = readonly [id: number, atMs: number, how: 0 | 'end' | 'reset', clientPort: number]

/** A message as it was last told; `raw` is its bytes as Latin-1, `runs` their categories and lengths in turn. */
export type MessageRow = readonly [
  id: number,
  connection: number,
  transport: number,
  isUp: 0 | 1,
  kind: number,
  isMine: 0 | 1,
  name: string,
  fromMs: number,
  toMs: number | null,
  endMs: number | null,
  bytes: readonly [head: number, framing: number, envelope: number, payload: number],
  sequences: readonly number[],
  status: number | null,
  exchange: number,
  raw: string | null,
  runs: readonly number[],
]

/** A stretch of the lab's life, recorded on real sockets. */
export interface Recording {
  readonly format: string
  readonly recordedAt: string
  readonly durationMs: number
  readonly epoch: string
  readonly tab: number
  readonly ports: LivePorts
  readonly settings: LiveSettings
  readonly poll: PageState['poll']
  readonly holdMs: number
  readonly events: readonly EventRow[]
  readonly receipts: readonly ReceiptRow[]
  readonly connections: readonly ConnectionRow[]
  readonly messages: readonly MessageRow[]
}

/** Reads a recording's text; throws an Error with one line for what is none. */
export function readRecording(text: string): Recording {
  const value = JSON.parse(text) as Partial<Recording> | null
  if (value?.format !== recordingFormat) {
    throw new Error(`format: got ${JSON.stringify(value?.format) ?? 'nothing'}, expected ${recordingFormat}`)
  }
  return value as Recording
}

/** The transport of a receipt's row. */
export function transportAt(index: number): TransportName {
  return recordedTransports[index] as TransportName
}

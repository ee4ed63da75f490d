import type { Telemetry } from '../../../bench/live/protocol.ts'
import type { Receipt, TelemetryOf } from '../context.ts'
import {
  type MessageRow,
  type Recording,
  recordedKinds,
  recordedTransports,
  transportAt,
} from './recording.ts'

/** One thing that a replay tells, at its time on the host's clock. */
export type Moment =
  | { readonly atMs: number; readonly telemetry: Telemetry }
  | { readonly atMs: number; readonly receipt: Receipt }

/** How far ids and sequences of one round of a recording reach, which the next round goes on from. */
export interface Span {
  readonly messages: number
  readonly connections: number
  readonly events: number
}

/** The span of a recording. */
export function spanOf({ messages, connections, events }: Recording): Span {
  const [first, last] = [events[0]?.[0] ?? 1, events.at(-1)?.[0] ?? 0]
  return {
    messages: Math.max(0, ...messages.map(([id]) => id)),
    connections: Math.max(0, ...connections.map(([id]) => id)),
    events: Math.max(0, last - first + 1),
  }
}

/**
 * One round of a recording in the order of its times, begun at `startMs`: what it tells has ids and sequences of its own,
 * so that no round is taken for another.
 */
export function momentsOf(recording: Recording, round: number, startMs: number): readonly Moment[] {
  const span = spanOf(recording)
  const cursorOf = (sequence: number) => `${recording.epoch}.${sequence + round * span.events}`
  const at = (ms: number) => startMs + ms
  const moments: Moment[] = []
  const tell = (atMs: number, telemetry: Telemetry) => moments.push({ atMs, telemetry })

  for (const [id, atMs, how, clientPort] of recording.connections) {
    const own = { type: 'connection', id: id + round * span.connections, atMs: at(atMs), clientPort } as const
    tell(at(atMs), how === 0 ? { ...own, state: 'opened', how: null } : { ...own, state: 'closed', how })
  }
  for (const [sequence, intendedMs, appendedMs, recordBytes] of recording.events) {
    const event = {
      sequence: sequence + round * span.events,
      cursor: cursorOf(sequence),
      topic: null,
      recordBytes,
    }
    tell(at(appendedMs), { type: 'event', ...event, intendedMs: at(intendedMs), appendedMs: at(appendedMs) })
  }
  for (const row of recording.messages) {
    const message = messageOf(row, recording.tab, { round, span, startMs, cursorOf })
    for (const told of tellingsOf(message)) tell(told.atMs, told.message)
  }
  for (const [transport, sequence, atMs] of recording.receipts) {
    const receipt = {
      transport: transportAt(transport),
      cursor: cursorOf(sequence),
      sequence: null,
      atMs: at(atMs),
    }
    moments.push({ atMs: receipt.atMs, receipt })
  }
  // The sort is stable: of one time, connections come before what they carry, and events before receipts.
  return moments.sort((a, b) => a.atMs - b.atMs)
}

interface Place {
  readonly round: number
  readonly span: Span
  readonly startMs: number
  readonly cursorOf: (sequence: number) => string
}

function messageOf(
  row: MessageRow,
  tab: number,
  { round, span, startMs, cursorOf }: Place,
): TelemetryOf<'message'> {
  const [id, connection, transportIndex, isUp, kindIndex, isMine, name, fromMs, toMs, endMs] = row
  const [head, framing, envelope, payload] = row[10]
  const [sequences, status, exchange] = [row[11], row[12], row[13]]
  const transport = recordedTransports[transportIndex] ?? 'other'
  const kind = recordedKinds[kindIndex] ?? 'control'
  const at = (ms: number | null) => (ms === null ? null : startMs + ms)
  return {
    type: 'message',
    id: id + round * span.messages,
    connection: connection + round * span.connections,
    tab: isMine === 1 ? tab : null,
    transport,
    way: isUp === 1 ? 'up' : 'down',
    kind,
    name,
    fromMs: startMs + fromMs,
    toMs: at(toMs),
    endMs: at(endMs),
    bytes: { head, framing, envelope, payload },
    cursors: sequences.map(cursorOf),
    events: sequences.length,
    empty: kind === 'response' && status === 204 && transport.endsWith('polling'),
    status,
    exchange: exchange === 0 ? 0 : exchange + round * span.messages,
  }
}

/** As the lab tells it: a message up when it enters the link and when it has left it, a message down when it has come. */
function tellingsOf(
  message: TelemetryOf<'message'>,
): readonly { readonly atMs: number; readonly message: TelemetryOf<'message'> }[] {
  const { way, fromMs, endMs } = message
  if (way === 'down') return [{ atMs: endMs ?? fromMs, message }]
  const entered = { atMs: fromMs, message: { ...message, toMs: null, endMs: null } }
  return endMs === null ? [entered] : [entered, { atMs: endMs, message }]
}

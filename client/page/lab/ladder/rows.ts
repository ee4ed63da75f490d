import type { ByteCategory } from '../../../../bench/wire/books.ts'
import type { TransportName } from '../../../../server/protocol.ts'
import type { TraceView } from '../../context.ts'
import { arrivedMsOf, type Message } from './message.ts'

/** The most rows of the table. */
export const mostRows = 100

/** An arrow as a row; times in milliseconds before now, latency of the oldest event that it carries. */
export interface ArrowRow {
  readonly id: number
  readonly agoMs: number
  readonly transport: Message['transport']
  readonly way: Message['way']
  readonly name: string
  readonly bytes: Readonly<Record<ByteCategory, number>>
  readonly events: number
  /** How long it was under way; null while it is, or when it got lost. */
  readonly tookMs: number | null
  readonly latencyMs: number | null
}

/** The newest arrows of these transports, newest first. */
export function arrowRowsOf(
  trace: TraceView,
  transports: readonly TransportName[],
  nowMs: number,
): ArrowRow[] {
  const wanted = new Set<string>(transports)
  const rows: ArrowRow[] = []
  for (let at = trace.messages.length - 1; at >= 0 && rows.length < mostRows; at -= 1) {
    const message = trace.messages[at] as Message
    if (wanted.has(message.transport)) rows.push(rowOf(trace, message, nowMs))
  }
  return rows
}

function rowOf(trace: TraceView, message: Message, nowMs: number): ArrowRow {
  const { id, transport, way, bytes, events, fromMs, cursors } = message
  const arrivedMs = arrivedMsOf(message)
  const oldest = cursors[0] === undefined ? undefined : trace.event(cursors[0])
  return {
    id,
    agoMs: nowMs - fromMs,
    transport,
    way,
    name: message.name || message.kind,
    bytes,
    events,
    tookMs: arrivedMs === null ? null : arrivedMs - fromMs,
    latencyMs:
      arrivedMs === null || oldest === undefined || way === 'up' ? null : arrivedMs - oldest.intendedMs,
  }
}

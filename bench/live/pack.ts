import {
  type MessageRow,
  type Recording,
  recordedKinds,
  recordedTransports,
  recordingFormat,
} from '../../client/page/replay/recording.ts'
import type { TransportName } from '../../server/protocol.ts'
import { byteCategories } from '../wire/books.ts'
import type { BytesTelemetry, HelloTelemetry, MessageTelemetry, Telemetry } from './protocol.ts'

/** What was seen between two times of the host's clock. */
export interface Seen {
  readonly hello: HelloTelemetry
  readonly fromMs: number
  readonly toMs: number
  readonly telemetry: readonly Telemetry[]
  readonly receipts: readonly {
    readonly transport: TransportName
    readonly cursor: string
    readonly atMs: number
  }[]
  readonly bytes: ReadonlyMap<number, BytesTelemetry>
  readonly poll: Recording['poll']
  readonly holdMs: number
  readonly recordedAt: Date
}

/** Packs what was seen for the page's player: ids from 1, times from 0 in tenths of a millisecond, each message once. */
export function packRecording(seen: Seen): Recording {
  const { hello, fromMs, toMs, telemetry } = seen
  const at = (ms: number) => Math.round((ms - fromMs) * 10) / 10
  const within = (ms: number) => ms >= fromMs && ms <= toMs
  const events = telemetry.filter(item => item.type === 'event').filter(item => within(item.appendedMs))
  const told = new Map(
    telemetry.filter(item => item.type === 'message').map(message => [message.id, message]),
  )
  const messages = [...told.values()].filter(message => within(message.fromMs))
  const ids = numbered(messages.map(({ id }) => id))
  const connections = telemetry.filter(item => item.type === 'connection').filter(item => within(item.atMs))
  const connectionIds = numbered([
    ...connections.map(({ id }) => id),
    ...messages.map(each => each.connection),
  ])
  const sequences = new Set(events.map(({ sequence }) => sequence))
  return {
    format: recordingFormat,
    recordedAt: seen.recordedAt.toISOString(),
    durationMs: Math.ceil(toMs - fromMs),
    epoch: hello.epoch ?? '',
    ...{ tab: hello.tab, ports: hello.ports, settings: hello.settings, poll: seen.poll, holdMs: seen.holdMs },
    events: events.map(each => [each.sequence, at(each.intendedMs), at(each.appendedMs), each.recordBytes]),
    receipts: seen.receipts
      .filter(({ cursor }) => sequences.has(sequenceOf(cursor)))
      .map(({ transport, cursor, atMs }) => [
        recordedTransports.indexOf(transport),
        sequenceOf(cursor),
        at(atMs),
      ]),
    connections: connections.map(({ id, atMs, how, clientPort }) => [
      ...([connectionIds(id), at(atMs), how ?? 0, clientPort] as const),
    ]),
    messages: messages.map(message =>
      rowOf(message, {
        id: ids(message.id),
        connection: connectionIds(message.connection),
        exchange: message.exchange === 0 ? 0 : ids(message.exchange),
        isMine: message.tab === hello.tab,
        bytes: seen.bytes.get(message.id),
        at,
      }),
    ),
  }
}

interface Place {
  readonly id: number
  readonly connection: number
  readonly exchange: number
  readonly isMine: boolean
  readonly bytes: BytesTelemetry | undefined
  readonly at: (ms: number) => number
}

function rowOf(
  message: MessageTelemetry,
  { id, connection, exchange, isMine, bytes, at }: Place,
): MessageRow {
  const { transport, way, kind, name, fromMs, toMs, endMs, cursors, status } = message
  const { head, framing, envelope, payload } = message.bytes
  return [
    ...([id, connection, recordedTransports.indexOf(transport), way === 'up' ? 1 : 0] as const),
    ...([recordedKinds.indexOf(kind), isMine ? 1 : 0, name] as const),
    ...([at(fromMs), toMs === null ? null : at(toMs), endMs === null ? null : at(endMs)] as const),
    [head, framing, envelope, payload],
    cursors.map(sequenceOf),
    status,
    exchange,
    bytes ? Buffer.from(bytes.base64, 'base64').toString('latin1') : null,
    (bytes?.runs ?? []).flatMap(([category, lengthBytes]) => [byteCategories.indexOf(category), lengthBytes]),
  ]
}

function sequenceOf(cursor: string): number {
  return Number(cursor.slice(cursor.lastIndexOf('.') + 1))
}

/** New numbers from 1 in the order of the old; 0 for one that is not among them. */
function numbered(old: readonly number[]): (id: number) => number {
  const places = new Map([...new Set(old)].sort((a, b) => a - b).map((id, index) => [id, index + 1]))
  return id => places.get(id) ?? 0
}

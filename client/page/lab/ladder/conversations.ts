import type { LiveTransport } from '../../../../bench/live/protocol.ts'
import type { TransportName } from '../../../../server/protocol.ts'
import type { TelemetryOf, TraceView } from '../../context.ts'
import { arrivedMsOf, type Message } from './message.ts'
import { stretchMs } from './stretches.ts'
import { transportLooks } from './transports.ts'
import type { LadderView } from './view.ts'

type Connection = TelemetryOf<'connection'>

/** A request that the server holds, from its arrival to its answer; Infinity while there is none. */
export interface HoldTimes {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * Nobody asks: from an answer until the next request comes, or what carried one that was lost closes; Infinity before.
 * Without a request it has not been asked yet.
 */
export interface GapTimes {
  readonly answer: Message
  readonly request: Message | null
  toMs: number
}

/** An open stream or WebSocket; -Infinity where its head has left the trace, Infinity while it is open. */
export interface TubeTimes {
  readonly serverMs: number
  readonly clientMs: number
  endMs: number
}

/** What the messages of one column say, of the time in sight. */
export interface Conversation {
  readonly transport: TransportName
  readonly messages: Message[]
  readonly holds: HoldTimes[]
  readonly gaps: GapTimes[]
  readonly tubes: TubeTimes[]
  readonly connections: Connection[]
  /** When its first message left; Infinity where there is none. */
  beganMs: number
}

/** What is known of a column while its messages are read in order. */
interface Reader {
  readonly conversation: Conversation
  readonly open: Map<number, TubeTimes>
  readonly asked: Map<number, Message>
  lastAnswer: Message | null
  /** The gap that no request has come to the end of yet. */
  gap: GapTimes | null
  lastConnection: number
  /** When the server was last known to come up; -Infinity where that has left the trace. */
  readonly serverUpMs: number
}

/** Reads the trace once, oldest first, and gives each column its conversation. */
export function readConversations(trace: TraceView, view: LadderView): readonly Conversation[] {
  const serverUpMs = trace.servers.findLast(({ state }) => state === 'up')?.atMs ?? Number.NEGATIVE_INFINITY
  const readers = view.columns.map(transport => createReader(transport, serverUpMs))
  const readerOf = columnsByTransport(readers, view)
  const closed = closingsOf(trace.connections)
  const opener = new Map<number, Reader>()
  const user = new Map<number, Reader>()
  const seenFromMs = Math.floor(view.sinceMs / stretchMs) * stretchMs
  for (const message of trace.messages) {
    if (message.fromMs > view.toMs) break
    const reader = readerOf[message.transport]
    if (reader === undefined) continue
    const { connection } = message
    if (reader.lastConnection !== connection) {
      reader.lastConnection = connection
      if (!opener.has(connection)) opener.set(connection, reader)
      user.set(connection, reader)
    }
    read[message.kind](reader, message, view, closed)
    const inSight = message.fromMs >= seenFromMs || (arrivedMsOf(message) ?? view.toMs) >= view.sinceMs
    if (inSight) reader.conversation.messages.push(message)
  }
  for (const reader of readers) finish(reader, view, closed)
  for (const connection of trace.connections) {
    if (connection.atMs < view.sinceMs || connection.atMs > view.toMs) continue
    const owners = connection.state === 'opened' ? opener : user
    owners.get(connection.id)?.conversation.connections.push(connection)
  }
  return readers.map(({ conversation }) => conversation)
}

function createReader(transport: TransportName, serverUpMs: number): Reader {
  return {
    conversation: {
      transport,
      messages: [],
      holds: [],
      gaps: [],
      tubes: [],
      connections: [],
      beganMs: Number.POSITIVE_INFINITY,
    },
    open: new Map(),
    asked: new Map(),
    lastAnswer: null,
    gap: null,
    lastConnection: Number.NaN,
    serverUpMs,
  }
}

function columnsByTransport(readers: readonly Reader[], { publishes }: LadderView) {
  const readerOf: { [T in LiveTransport]?: Reader } = {}
  for (const reader of readers) {
    readerOf[reader.conversation.transport] = reader
    if (reader.conversation.transport === publishes) readerOf.events = reader
  }
  return readerOf
}

function closingsOf(connections: readonly Connection[]): Closed {
  const closed = new Map<number, number>()
  for (const { id, state, atMs } of connections) if (state === 'closed') closed.set(id, atMs)
  return closed
}

type Closed = ReadonlyMap<number, number>
type Read = (reader: Reader, message: Message, view: LadderView, closed: Closed) => void

const read: { readonly [K in Message['kind']]: Read } = {
  request(reader, request, _view, closed) {
    const { conversation, open } = reader
    conversation.beganMs = Math.min(conversation.beganMs, request.fromMs)
    if (request.transport === 'events') return
    endTube(open, request.connection, request.fromMs)
    reader.asked.set(request.id, request)
    if (transportLooks[conversation.transport].showsGap) ask(reader, request, closed)
  },
  response(reader, response, view) {
    const { conversation, asked } = reader
    const request = asked.get(response.exchange)
    asked.delete(response.exchange)
    const { opens } = transportLooks[conversation.transport]
    if (opens !== null && response.status === opens) {
      const clientMs = arrivedMsOf(response) ?? Number.POSITIVE_INFINITY
      openTube(reader, response.connection, response.fromMs, clientMs)
      return
    }
    if (response.transport !== 'events') reader.lastAnswer = response
    if (request && response.fromMs >= view.sinceMs) addHold(conversation, request, response.fromMs)
  },
  chunk: readInTube,
  frame: readInTube,
  control: readInTube,
}

/** A request that never came leaves the gap before it open for the next. */
function ask(reader: Reader, request: Message, closed: Closed): void {
  const { conversation, lastAnswer } = reader
  reader.lastAnswer = null
  if (lastAnswer !== null) {
    reader.gap = { answer: lastAnswer, request, toMs: Number.POSITIVE_INFINITY }
    conversation.gaps.push(reader.gap)
  }
  if (reader.gap === null) return
  const cameMs = arrivedMsOf(request)
  const endMs = cameMs ?? closed.get(request.connection) ?? Number.POSITIVE_INFINITY
  reader.gap.toMs = Math.min(reader.gap.toMs, endMs)
  if (cameMs !== null) reader.gap = null
}

/**
 * The head of a stream that was opened long ago has left the trace; what comes on it says that it is open. It is not
 * drawn as older than the server.
 */
function readInTube(reader: Reader, { connection, fromMs }: Message): void {
  if (reader.open.has(connection)) return
  const sinceMs = Math.min(reader.serverUpMs, fromMs)
  openTube(reader, connection, sinceMs, sinceMs)
}

function openTube(
  { open, conversation }: Reader,
  connection: number,
  serverMs: number,
  clientMs: number,
): void {
  const tube = { serverMs, clientMs, endMs: Number.POSITIVE_INFINITY }
  open.set(connection, tube)
  conversation.tubes.push(tube)
}

function endTube(open: Reader['open'], connection: number, atMs: number): void {
  const tube = open.get(connection)
  if (tube === undefined) return
  tube.endMs = Math.min(tube.endMs, atMs)
  open.delete(connection)
}

function addHold({ holds }: Conversation, request: Message, toMs: number): void {
  const fromMs = arrivedMsOf(request)
  if (fromMs !== null) holds.push({ fromMs, toMs })
}

/** Requests without an answer wait still, or until their connection closed; so do tubes without an end, and gaps. */
function finish(reader: Reader, view: LadderView, closed: Closed): void {
  const { conversation, asked, open, lastAnswer } = reader
  if (lastAnswer !== null && transportLooks[conversation.transport].showsGap)
    conversation.gaps.push({ answer: lastAnswer, request: null, toMs: Number.POSITIVE_INFINITY })
  for (const [connection, tube] of open) tube.endMs = closed.get(connection) ?? tube.endMs
  for (const request of asked.values()) {
    const toMs = closed.get(request.connection) ?? Number.POSITIVE_INFINITY
    if (toMs >= view.sinceMs) addHold(conversation, request, toMs)
  }
  keep(conversation.tubes, ({ endMs }) => endMs >= view.sinceMs)
  keep(conversation.gaps, ({ toMs }) => toMs >= view.sinceMs)
}

function keep<T>(items: T[], isKept: (item: T) => boolean): void {
  items.splice(0, items.length, ...items.filter(isKept))
}

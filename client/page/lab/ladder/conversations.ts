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

/** Nobody asks: from an answer to the next request. */
export interface GapTimes {
  readonly answer: Message
  readonly request: Message
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
  lastConnection: number
}

/** Reads the trace once, oldest first, and gives each column its conversation. */
export function readConversations(trace: TraceView, view: LadderView): readonly Conversation[] {
  const readers = view.columns.map(createReader)
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
    read[message.kind](reader, message, view)
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

function createReader(transport: TransportName): Reader {
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
    lastConnection: Number.NaN,
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

function closingsOf(connections: readonly Connection[]): ReadonlyMap<number, number> {
  const closed = new Map<number, number>()
  for (const { id, state, atMs } of connections) if (state === 'closed') closed.set(id, atMs)
  return closed
}

type Read = (reader: Reader, message: Message, view: LadderView) => void

const read: { readonly [K in Message['kind']]: Read } = {
  request(reader, request, view) {
    const { conversation, lastAnswer, open } = reader
    conversation.beganMs = Math.min(conversation.beganMs, request.fromMs)
    if (request.transport === 'events') return
    endTube(open, request.connection, request.fromMs)
    reader.asked.set(request.id, request)
    if (!transportLooks[conversation.transport].showsGap || lastAnswer === null) return
    reader.lastAnswer = null
    if ((arrivedMsOf(request) ?? view.toMs) >= view.sinceMs)
      conversation.gaps.push({ answer: lastAnswer, request })
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

/** The head of a stream that was opened long ago has left the trace; what comes on it says that it is open. */
function readInTube(reader: Reader, { connection }: Message): void {
  if (!reader.open.has(connection)) {
    openTube(reader, connection, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)
  }
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

/** Requests without an answer wait still, or until their connection closed; so do tubes without an end. */
function finish(reader: Reader, view: LadderView, closed: ReadonlyMap<number, number>): void {
  const { conversation, asked, open } = reader
  for (const [connection, tube] of open) tube.endMs = closed.get(connection) ?? tube.endMs
  for (const request of asked.values()) {
    const toMs = closed.get(request.connection) ?? Number.POSITIVE_INFINITY
    if (toMs >= view.sinceMs) addHold(conversation, request, toMs)
  }
  const { tubes } = conversation
  for (let at = tubes.length - 1; at >= 0; at -= 1) {
    if ((tubes[at] as TubeTimes).endMs < view.sinceMs) tubes.splice(at, 1)
  }
}

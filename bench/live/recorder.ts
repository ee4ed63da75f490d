import type { ConnectionTap, Tap } from '../link/tap.ts'
import { createConnectionLedger } from '../wire/connection.ts'
import { keepMessages } from '../wire/kept.ts'
import { createTranscript, type TranscriptMessage } from '../wire/transcript.ts'
import { createMarks } from './marks.ts'
import { isEmptyAnswer, ownerOf } from './owner.ts'
import type { BytesTelemetry, MessageTelemetry, Telemetry } from './protocol.ts'
import type { TabBooks } from './tab-books.ts'

/** Reads what passes the link, and tells each message. */
export interface Recorder {
  readonly tap: Tap
  /** The bytes of a message; undefined when it is kept no more. */
  inspect(id: number): BytesTelemetry | undefined
}

/** The most messages of a connection that are watched on their way up; those that the link swallows never arrive. */
const mostUnderWay = 1_000

/** A recorder that adds each message to the books of its page and emits it. */
export function createRecorder(emit: (item: Telemetry) => void, books: TabBooks): Recorder {
  const kept = keepMessages()
  let connections = 0
  let messages = 0
  const nextId = () => {
    messages += 1
    return messages
  }
  return {
    tap({ clientPort, atMs }) {
      connections += 1
      const connection = connections
      emit({ type: 'connection', id: connection, atMs, state: 'opened', how: null, clientPort })
      const record = recordConnection({ connection, nextId, books, emit, keep: kept.add })
      return {
        ...record,
        closed(how, closedMs) {
          record.closed(how, closedMs)
          books.connectionClosed(connection)
          emit({ type: 'connection', id: connection, atMs: closedMs, state: 'closed', how, clientPort })
        },
      }
    },
    inspect(id) {
      const message = kept.get(id)
      return (
        message && {
          type: 'bytes',
          id,
          base64: Buffer.from(message.raw).toString('base64'),
          runs: message.runs,
        }
      )
    },
  }
}

interface RecordOptions {
  readonly connection: number
  readonly nextId: () => number
  readonly books: TabBooks
  readonly emit: (item: Telemetry) => void
  readonly keep: (message: TranscriptMessage) => void
}

function recordConnection({ connection, nextId, books, emit, keep }: RecordOptions): ConnectionTap {
  const entered = { up: createMarks(), down: createMarks() }
  const left = { up: createMarks(), down: createMarks() }
  const told = new WeakMap<TranscriptMessage, MessageTelemetry>()
  const underWay: TranscriptMessage[] = []
  let problemTold = false

  function tell(message: TranscriptMessage, telemetry: MessageTelemetry): void {
    told.set(message, telemetry)
    emit(telemetry)
  }
  function onMessage(message: TranscriptMessage): void {
    const owner = ownerOf(message)
    const { id, way, kind, name, from, to, bytes, cursors, events, status, request } = message
    keep(message)
    books.add(owner, connection, message)
    const fromMs = entered[way].at(from)
    const toMs = left[way].at(from) ?? null
    const endMs = left[way].at(to - 1) ?? null
    const exchange = request?.id ?? 0
    const empty = isEmptyAnswer(owner, message)
    tell(message, {
      ...{ type: 'message', id, connection, ...owner, way, kind, name, fromMs: fromMs ?? 0, toMs, endMs },
      ...{ bytes: { ...bytes }, cursors, events, empty, status, exchange },
    })
    if (way === 'up' && endMs === null) underWay.push(message)
    if (underWay.length > mostUnderWay) underWay.shift()
    forget(way, underWay[0]?.from ?? to)
  }
  function forget(way: 'up' | 'down', index: number): void {
    entered[way].forget(index)
    left[way].forget(index)
  }
  function arrive(): void {
    for (let first = underWay[0]; first; first = underWay[0]) {
      const endMs = left.up.at(first.to - 1)
      if (endMs === undefined) return
      underWay.shift()
      tell(first, { ...told.get(first)!, toMs: left.up.at(first.from) ?? endMs, endMs })
    }
  }

  const transcript = createTranscript({
    nextId,
    onMessage,
    onMoved(message, moved) {
      books.move(ownerOf(message), message, moved)
      tell(message, { ...told.get(message)!, bytes: { ...message.bytes } })
    },
  })
  const ledger = createConnectionLedger(undefined, transcript)
  function check(): void {
    if (problemTold || ledger.problem === undefined) return
    problemTold = true
    emit({ type: 'problem', text: `connection ${connection} cannot be read any more: ${ledger.problem}` })
  }

  return {
    upEntered(bytes, atMs) {
      entered.up.add(bytes.length, atMs)
      ledger.up(bytes)
      check()
    },
    upLeft(bytes, atMs) {
      left.up.add(bytes, atMs)
      arrive()
    },
    downLeft(bytes, enteredMs, atMs) {
      entered.down.add(bytes.length, enteredMs)
      left.down.add(bytes.length, atMs)
      ledger.down(bytes)
      check()
    },
    closed: () => transcript.end(),
  }
}

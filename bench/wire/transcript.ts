import { transportNames } from '../../server/protocol.ts'
import type { ByteCategory, Way } from './books.ts'
import { pathOf } from './head.ts'
import type { MessageKind, WireMessage } from './messages.ts'
import { createRecordIds } from './record-ids.ts'
import type { Run } from './runs.ts'
import type { Scribe } from './scribe.ts'
import { createSheet, type Moved, mostCursors, type Sheet } from './sheet.ts'

/**
 * One message, whole: a request; a response whose length is known; the head of one whose is not, and then each chunk
 * (or, until the connection closes, each piece as it came); a WebSocket frame.
 */
export interface TranscriptMessage {
  readonly id: number
  readonly way: Way
  kind: MessageKind
  /** As the ledger names it; the last chunk with its trailers is `last`. */
  name: string
  /** Of a response, and of the response that a chunk is of. */
  status: number | null
  /** The request that it answers or belongs to; a request is its own. */
  request: TranscriptMessage | undefined
  /** Where it stands in its direction: the index of its first byte, and after its last. */
  readonly from: number
  to: number
  readonly bytes: Record<ByteCategory, number>
  readonly runs: Run[]
  /** Its first 65,536 bytes as they were on the wire; masked frames stay masked. Empty until it has ended. */
  raw: Uint8Array
  /** The ids of the event records that it carries, at most 50. */
  readonly cursors: string[]
  /** How many event records it carries. */
  events: number
  /** False where the connection ended, or could not be read, before the message did. */
  complete: boolean
}

/** Who is told the messages of a transcript. */
export interface TranscriptEvents {
  /** A number for a message that begins. */
  readonly nextId: () => number
  /** A message has ended. */
  readonly onMessage: (message: TranscriptMessage) => void
  /** Bytes of a message that had ended turned out to be of another category: a record began across two messages. */
  readonly onMoved: (message: TranscriptMessage, moved: Moved) => void
}

/** A ledger's books told apart by message: over all messages the bytes of each category add up to the books. */
export interface Transcript extends Scribe {
  /** Ends what is open; to be called when the connection has closed. */
  end(): void
}

const recordPaths: ReadonlySet<string> = new Set(transportNames.map(name => `/${name}`))
const ways: readonly Way[] = ['up', 'down']

/** A transcript for one connection's ledger. */
export function createTranscript({ nextId, onMessage, onMoved }: TranscriptEvents): Transcript {
  const unanswered: TranscriptMessage[] = []
  /** The request that the bytes of each direction belong to. */
  const requests: Record<Way, TranscriptMessage | undefined> = { up: undefined, down: undefined }
  let status: number | null = null
  const ids = createRecordIds(id => {
    const message = sheets.down.open?.message
    if (!message) return
    message.events += 1
    if (message.cursors.length < mostCursors) message.cursors.push(id)
  })
  const sheets: Record<Way, Sheet<TranscriptMessage>> = { up: sheetOf('up'), down: sheetOf('down') }

  function sheetOf(way: Way): Sheet<TranscriptMessage> {
    const isRead = (): boolean => way === 'down' && carriesRecords(requests.down)
    return createSheet<TranscriptMessage>({
      begin: from => newMessage({ id: nextId(), way, from }),
      moved: onMoved,
      read: (category, bytes) => isRead() && ids.take(category, bytes),
      recordBegan: bytesBefore => isRead() && ids.begin(bytesBefore),
    })
  }

  const onTold: Readonly<Record<MessageKind, (message: TranscriptMessage) => void>> = {
    request(message) {
      requests.up = message
      unanswered.push(message)
    },
    response(message) {
      status = Number.parseInt(message.name, 10)
      const isInterim = status < 200 && status !== 101
      requests.down = isInterim ? unanswered[0] : unanswered.shift()
      message.status = status
    },
    chunk(message) {
      message.status = status
    },
    frame({ name }) {
      if (name !== 'continuation') ids.startAnew()
    },
    control() {},
  }

  function told({ way, kind, name }: WireMessage): void {
    const { open } = sheets[way]
    // A chunk of a message that is told as a whole.
    if (!open || open.named) return
    open.named = true
    Object.assign(open.message, { kind, name })
    onTold[kind](open.message)
    open.message.request = requests[way]
  }

  function close(way: Way, complete: boolean): void {
    const { open } = sheets[way]
    if (!open) return
    const { message, named } = open
    message.raw = sheets[way].close()
    message.complete = complete
    if (!named) nameUntold(message)
    onMessage(message)
  }

  /** The last chunk and pieces of a body without lengths are not told; nor is what ends before its size is known. */
  function nameUntold(message: TranscriptMessage): void {
    const { way, bytes } = message
    const request = requests[way]
    if (message.complete) {
      const isLast = bytes.envelope + bytes.payload === 0
      Object.assign(message, { kind: 'chunk', name: isLast ? 'last' : '', status, request })
      return
    }
    const isFrame = status === 101
    message.kind = isFrame ? 'frame' : way === 'up' ? 'request' : 'response'
    if (isFrame || way === 'down') message.request = request
  }

  return {
    took: (way, bytes) => sheets[way].took(bytes),
    counted: (way, category, bytes) => sheets[way].counted(category, bytes),
    told,
    ended: way => close(way, true),
    broke: way => sheets[way].broke(),
    end() {
      for (const way of ways) close(way, false)
    },
  }
}

function carriesRecords(request: TranscriptMessage | undefined): boolean {
  const [, target] = request?.name.split(' ') ?? []
  return target !== undefined && recordPaths.has(pathOf(target))
}

function newMessage(place: Pick<TranscriptMessage, 'id' | 'way' | 'from'>): TranscriptMessage {
  return {
    ...place,
    to: place.from,
    kind: 'request',
    name: '',
    status: null,
    request: undefined,
    bytes: { head: 0, framing: 0, envelope: 0, payload: 0 },
    runs: [],
    raw: new Uint8Array(),
    cursors: [],
    events: 0,
    complete: false,
  }
}

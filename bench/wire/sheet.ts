import type { ByteCategory } from './books.ts'
import { addRun, moveRuns, type Run } from './runs.ts'

/** The most bytes of a message that are kept. */
export const mostRawBytes = 65_536

/** The most ids of a message's event records that are kept. */
export const mostCursors = 50

/** One message while it is written down. */
export interface Draft<Message> {
  readonly message: Message
  readonly parts: Uint8Array[]
  rawBytes: number
  /** Whether it is known what it is. */
  named: boolean
}

/** What a sheet writes of a message. */
export interface Written {
  readonly bytes: Record<ByteCategory, number>
  readonly runs: Run[]
  to: number
}

/** Bytes of a message that had ended turned out to be of another category. */
export interface Moved {
  readonly from: ByteCategory
  readonly to: ByteCategory
  readonly bytes: number
}

/** One direction's messages, written down in the order of the wire. */
export interface Sheet<Message extends Written> {
  readonly open: Draft<Message> | undefined
  took(bytes: Uint8Array): void
  counted(category: ByteCategory, bytes: number): void
  /** Closes the open message and hands over what is kept of its bytes. */
  close(): Uint8Array
  broke(): void
}

/** What a sheet asks and tells. */
export interface SheetEvents<Message> {
  /** A message begins at this byte of its direction. */
  readonly begin: (from: number) => Message
  readonly moved: (message: Message, moved: Moved) => void
  /** Bytes of the open message, and their category. */
  readonly read: (category: ByteCategory, bytes: Uint8Array) => void
  /** So many bytes before these turned out to begin an event record. */
  readonly recordBegan: (bytesBefore: number) => void
}

/** More than the first bytes by which an event record is known. */
const undecidedBytes = 8

/** An empty sheet. */
export function createSheet<Message extends Written>(events: SheetEvents<Message>): Sheet<Message> {
  let open: Draft<Message> | undefined
  let offset = 0
  let unread: Uint8Array[] = []
  let broken = false
  let debt: { readonly category: ByteCategory; readonly bytes: number } | undefined
  /** Where the last bytes of the envelope stand, which may turn out to begin a record. */
  let undecided: { readonly message: Message; readonly bytes: number }[] = []

  function next(most: number): Uint8Array {
    const first = unread[0] ?? new Uint8Array(most)
    const bytes = first.subarray(0, most)
    if (bytes.length === first.length) unread.shift()
    else unread[0] = first.subarray(most)
    return bytes
  }

  function write(category: ByteCategory, length: number): void {
    open ??= { message: events.begin(offset), parts: [], rawBytes: 0, named: false }
    const { message } = open
    offset += length
    message.to = offset
    message.bytes[category] += length
    addRun(message.runs, category, length)
    if (category === 'envelope') undecided = [...undecided, { message, bytes: length }].slice(-undecidedBytes)
    for (let left = length; left > 0; ) {
      const bytes = next(left)
      left -= bytes.length
      keep(open, bytes)
      events.read(category, bytes)
    }
  }

  function move(from: ByteCategory, to: ByteCategory, length: number): void {
    let left = length
    for (const { message, bytes } of undecided.reverse()) {
      const moved = Math.min(left, bytes)
      if (moved === 0) break
      left -= moved
      message.bytes[from] -= moved
      message.bytes[to] += moved
      moveRuns(message.runs, from, to, moved)
      if (message !== open?.message) events.moved(message, { from, to, bytes: moved })
    }
    undecided = []
  }

  return {
    get open() {
      return open
    },
    took(bytes) {
      if (!broken && bytes.length > 0) unread.push(bytes.slice())
    },
    counted(category, bytes) {
      if (bytes < 0) {
        debt = { category, bytes: -bytes }
        return
      }
      const moved = debt?.bytes ?? 0
      if (debt) {
        move(debt.category, category, moved)
        events.recordBegan(moved)
        debt = undefined
      }
      if (bytes > moved) write(category, bytes - moved)
    },
    close() {
      const raw = joined(open?.parts ?? [])
      open = undefined
      return raw
    },
    broke() {
      broken = true
      unread = []
      if (debt && open) takeBack(open.message, debt)
      debt = undefined
    },
  }
}

function keep(draft: Draft<unknown>, bytes: Uint8Array): void {
  const kept = bytes.subarray(0, mostRawBytes - draft.rawBytes)
  if (kept.length === 0) return
  draft.parts.push(kept)
  draft.rawBytes += kept.length
}

/** The byte that shows a fault belongs to nothing, and it is the last. */
function takeBack(message: Written, { category, bytes }: { category: ByteCategory; bytes: number }): void {
  message.bytes[category] -= bytes
  message.to -= bytes
  const [, length] = message.runs.pop()!
  if (length > bytes) message.runs.push([category, length - bytes])
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

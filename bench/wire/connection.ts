import { type Books, emptyBooks, sumBooks, type Way } from './books.ts'
import { converse } from './conversation.ts'
import { createFlow } from './flow.ts'
import type { MessageKind, WireMessage } from './messages.ts'
import type { Scribe } from './scribe.ts'

/** How many messages of each kind went each way; interim responses (1xx but 101) count too. */
type MessageCounts = Readonly<Record<Way, Readonly<Record<MessageKind, number>>>>

/** Puts every byte of one TCP connection in exactly one category. */
export interface ConnectionLedger {
  /** Takes bytes that the client sent; they must come before the bytes that answer them. */
  up(bytes: Uint8Array): void
  /** Takes bytes that the server sent. */
  down(bytes: Uint8Array): void
  /** The books so far, a copy; `total` counts every byte taken, whatever became of it. */
  books(): Books
  messages(): MessageCounts
  /** The first thing that could not be read, in one line; from there on the books do not close. */
  readonly problem: string | undefined
}

function noMessages(): Record<MessageKind, number> {
  return { request: 0, response: 0, chunk: 0, frame: 0, control: 0 }
}

/**
 * A ledger for one connection from its first byte, passive: it sees bytes, `observe` is told each message, and a
 * scribe everything, in the order of the wire.
 */
export function createConnectionLedger(
  observe?: (message: WireMessage) => void,
  scribe?: Scribe,
): ConnectionLedger {
  const books = emptyBooks()
  const messages = { up: noMessages(), down: noMessages() }
  let problem: string | undefined
  const flowOf = (way: Way) =>
    createFlow(
      books[way],
      fault => {
        problem ??= `${way}: ${fault}`
        scribe?.broke(way)
      },
      scribe && ((category, bytes) => scribe.counted(way, category, bytes)),
    )
  const flows = { up: flowOf('up'), down: flowOf('down') }
  const tell = (message: WireMessage): void => {
    messages[message.way][message.kind] += 1
    observe?.(message)
    scribe?.told(message)
  }
  converse({ flows, tell, ended: way => scribe?.ended(way) })
  const take = (way: Way) => (bytes: Uint8Array) => {
    books[way].total += bytes.length
    scribe?.took(way, bytes)
    flows[way].read(bytes)
  }
  return {
    up: take('up'),
    down: take('down'),
    books: () => sumBooks([books]),
    messages: () => ({ up: { ...messages.up }, down: { ...messages.down } }),
    get problem() {
      return problem
    },
  }
}

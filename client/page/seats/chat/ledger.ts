import type { Cursor } from '../../../../server/protocol.ts'
import type { TelemetryOf } from '../../context.ts'
import { otherOf, type PersonName } from './line.ts'

type Message = TelemetryOf<'message'>

/** What some messages cost on the wire, by the link's ledger. */
export interface Cost {
  readonly requests: number
  readonly headBytes: { readonly up: number; readonly down: number }
  /** Framing and envelope, both ways. */
  readonly otherBytes: number
  readonly payloadBytes: number
}

/** The costs of a chat, line by line and in all. */
export interface ChatLedger {
  /** A line was sent, at a time on the host's clock in milliseconds. */
  sent(key: number, from: PersonName, atMs: number): void
  /** It came to the other one as this event. */
  arrived(key: number, cursor: Cursor): void
  /** Takes in a message that passed the link; others' are passed over, one that comes again takes its place. */
  take(message: Message): void
  /** What saying a line cost, and hearing it; null until the message that carried it is known. */
  costOf(key: number): { readonly up: Cost; readonly down: Cost | null }
  /** All that one of them has cost. */
  totalOf(person: PersonName): Cost
}

/** The page's and the host's clock may differ by this, in milliseconds. */
const clockErrorMs = 5
/** The most messages kept for one of them. */
const mostMessages = 4_000

interface Line {
  readonly from: PersonName
  readonly atMs: number
  cursor: Cursor | null
}

/** Polls ask for each answer, so what they ask in vain is part of hearing a line; on an open transport the carrier is all. */
const asks: ReadonlySet<Message['transport']> = new Set(['polling', 'long-polling'])

const isSaying = ({ transport, way, kind }: Message) =>
  transport === 'events' || (transport === 'websocket' && way === 'up' && kind === 'frame')

/** Creates a ledger; `ownerOf` says by a request's name whose it is. */
export function createChatLedger(ownerOf: (name: string) => PersonName | undefined): ChatLedger {
  const messages: Record<PersonName, Map<number, Message>> = { a: new Map(), b: new Map() }
  const owners = new Map<number, PersonName>()
  const lines = new Map<number, Line>()

  const list = (person: PersonName) => [...messages[person].values()]
  const carrierOf = (person: PersonName, cursor: Cursor | null) =>
    cursor === null
      ? undefined
      : list(person).find(({ way, cursors }) => way === 'down' && cursors.includes(cursor))

  /** The requests and frames that left after the line was sent and before the next, and what answers them. */
  function saying(key: number, { from, atMs }: Line): Message[] {
    const next = [...lines].find(([other, line]) => other > key && line.from === from)?.[1]
    const until = (next?.atMs ?? Number.POSITIVE_INFINITY) - clockErrorMs
    const said = list(from).filter(isSaying)
    const begun = said.filter(
      ({ way, fromMs }) => way === 'up' && fromMs >= atMs - clockErrorMs && fromMs < until,
    )
    const ids = new Set(begun.map(({ id }) => id))
    const answers = said.filter(({ way, exchange }) => way === 'down' && ids.has(exchange))
    return [...begun, ...answers]
  }
  function hearing(key: number, { from, cursor }: Line): Message[] | null {
    const person = otherOf[from]
    const carrier = carrierOf(person, cursor)
    if (!carrier) return null
    if (!asks.has(carrier.transport)) return [carrier]
    const before = [...lines].filter(([other, line]) => other < key && line.from === from).at(-1)?.[1]
    const previous = before ? (carrierOf(person, before.cursor)?.id ?? 0) : 0
    return list(person).filter(
      ({ id, transport }) => transport === carrier.transport && id > previous && id <= carrier.id,
    )
  }

  return {
    sent: (key, from, atMs) => void lines.set(key, { from, atMs, cursor: null }),
    arrived(key, cursor) {
      const line = lines.get(key)
      if (line) line.cursor = cursor
    },
    take(message) {
      const { id, kind, name, exchange } = message
      const owner = owners.get(exchange) ?? owners.get(id) ?? (kind === 'request' ? ownerOf(name) : undefined)
      if (!owner) return
      if (kind === 'request') owners.set(id, owner)
      keep(messages[owner], message, owners)
    },
    costOf(key) {
      const line = lines.get(key)
      if (!line) return { up: costOf([]), down: null }
      const heard = hearing(key, line)
      return { up: costOf(saying(key, line)), down: heard && costOf(heard) }
    },
    totalOf: person => costOf(list(person)),
  }
}

/** Of the oldest that are dropped the owner stays known while it is a request that may still be answered. */
function keep(kept: Map<number, Message>, message: Message, owners: Map<number, PersonName>): void {
  kept.set(message.id, message)
  const oldest = kept.size > mostMessages ? kept.values().next().value : undefined
  if (!oldest) return
  kept.delete(oldest.id)
  if (asks.has(oldest.transport)) owners.delete(oldest.id)
}

/** What messages come to. */
export function costOf(messages: readonly Message[]): Cost {
  const sum = (of: (message: Message) => number) =>
    messages.reduce((total, message) => total + of(message), 0)
  const head = (way: Message['way']) => sum(message => (message.way === way ? message.bytes.head : 0))
  return {
    requests: sum(({ kind }) => (kind === 'request' ? 1 : 0)),
    headBytes: { up: head('up'), down: head('down') },
    otherBytes: sum(({ bytes }) => bytes.framing + bytes.envelope),
    payloadBytes: sum(({ bytes }) => bytes.payload),
  }
}

/** The sum of two costs. */
export function addCosts(one: Cost, other: Cost): Cost {
  return {
    requests: one.requests + other.requests,
    headBytes: { up: one.headBytes.up + other.headBytes.up, down: one.headBytes.down + other.headBytes.down },
    otherBytes: one.otherBytes + other.otherBytes,
    payloadBytes: one.payloadBytes + other.payloadBytes,
  }
}

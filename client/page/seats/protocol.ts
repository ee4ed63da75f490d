import type { Cursor, Json } from '../../../server/protocol.ts'

/** The topic of the theatre's events, and that of the chat. */
export const seatsTopic = 'seats'
export const chatTopic = 'chat'

/** The longest name of a buyer, in characters. */
export const mostNameCharacters = 40

/** The body of `GET /seats`: the whole map. Events after `cursor` may tell of a seat again that it holds already. */
export interface SeatMap {
  readonly cursor: Cursor
  /** How often the theatre has been opened, from 1. */
  readonly theatre: number
  /** The rows' letters; a seat is a letter and a number from 1 to `columns`, `C7`. */
  readonly rows: readonly string[]
  readonly columns: number
  /** Who has each seat that is taken. */
  readonly taken: Readonly<Record<string, string>>
  readonly buyersPerSecond: number
}

/** The body of `POST /seats?seat=C7&by=NAME` when the seat was free. */
export interface SeatSold {
  readonly seat: string
  readonly by: string
  readonly cursor: Cursor
}

/** The same when it was gone, and to whom; no error, or each wasted click would be one in the browser's console. */
export interface SeatGone {
  readonly seat: string
  readonly gone: string
}

/** The body of either while the feed is down, as it is in a restart: nothing is sold, and no error for the same reason. */
export interface SeatsShut {
  readonly shut: true
}

/** The `data` of an event on topic `seats`: a seat was sold, or a theatre was opened with all its seats free. */
export type SeatEvent =
  | { readonly theatre: number; readonly seat: string; readonly by: string }
  | { readonly theatre: number; readonly opened: true }

/** Reads the data of an event; anyone may publish on the topic, so undefined is what is no event of a theatre. */
export function readSeatEvent(data: Json): SeatEvent | undefined {
  const { theatre, seat, by, opened } = (data ?? {}) as Readonly<Record<string, unknown>>
  if (typeof theatre !== 'number') return undefined
  if (opened === true) return { theatre, opened }
  return typeof seat === 'string' && typeof by === 'string' ? { theatre, seat, by } : undefined
}

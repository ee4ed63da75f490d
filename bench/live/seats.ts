import { delay } from '../../client/delay.ts'
import { type SeatEvent, type SeatMap, seatsTopic } from '../../client/page/seats/protocol.ts'
import { ProblemError } from '../../server/problem.ts'
import type { Cursor, Json } from '../../server/protocol.ts'
import { createBuyers } from './seats/buyers.ts'
import { createTheatre, seatColumns, seatRows } from './seats/theatre.ts'

/** What the sale of seats is made with. */
export interface SeatsOptions {
  /** Appends to the feed and resolves to the event's cursor, in the order of the calls; rejects while it is down. */
  readonly publish: (content: { readonly data: Json; readonly topic: string }) => Promise<Cursor>
  /** A number in [0, 1). */
  readonly random: () => number
  /** One line on what went on by itself and failed. */
  readonly onProblem: (text: string) => void
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
  /** From the last seat sold to the next opening. */
  readonly pauseMs?: number
}

/** What became of a wish for a seat. */
export type Sale =
  | { readonly type: 'sold'; readonly cursor: Cursor }
  | { readonly type: 'gone'; readonly by: string }

/** One theatre whose seats are sold over the feed: every sale is an event on topic `seats`. */
export interface Seats {
  has(seat: string): boolean
  /** Sells a seat once its event is in the feed; rejects with a 503 ProblemError, and the seat is free, while the feed is down. */
  take(seat: string, by: string): Promise<Sale>
  /** The whole map; rejects as {@link take}. */
  map(): Promise<SeatMap>
  /** Lets simulated buyers take free seats for the next 10 s, at this rate; 0 is none. */
  setBuyers(perSecond: number): void
  close(): void
}

/** The page renews them while it shows the seats; so no buyer disturbs the feed when nobody looks. */
const buyersForMs = 10_000

/** Opens a theatre. When all its seats are gone it is opened anew after a pause. */
export function createSeats(options: SeatsOptions): Seats {
  const { publish, random, onProblem, wait = delay, pauseMs = 3_000 } = options
  const theatre = createTheatre()
  const ending = new AbortController()
  let cursor: Cursor | undefined
  let untold = 0
  let reopens = false

  async function tell(data: SeatEvent): Promise<Cursor> {
    try {
      cursor = await publish({ data, topic: seatsTopic })
      return cursor
    } catch (cause) {
      const headers = { 'Retry-After': '1' }
      throw new ProblemError(503, 'the feed is down, and no seat is sold without it', { headers, cause })
    }
  }
  async function take(seat: string, by: string): Promise<Sale> {
    const holder = theatre.take(seat, by)
    if (holder !== undefined) return { type: 'gone', by: holder }
    untold += 1
    try {
      return { type: 'sold', cursor: await tell({ theatre: theatre.number, seat, by }) }
    } catch (error) {
      theatre.release(seat)
      throw error
    } finally {
      untold -= 1
      if (untold === 0 && theatre.free.length === 0 && !reopens) reopen()
    }
  }
  function reopen(): void {
    reopens = true
    wait(pauseMs, ending.signal)
      .then(() => {
        reopens = false
        theatre.reopen()
        return tell({ theatre: theatre.number, opened: true })
      })
      .catch((error: Error) => ending.signal.aborted || onProblem(`the theatre's opening: ${error.message}`))
  }

  const buyers = createBuyers({
    async buy() {
      const { free } = theatre
      const seat = free[Math.floor(random() * free.length)]
      if (seat !== undefined) await take(seat, 'buyer')
    },
    ...{ random, wait, onProblem },
  })
  return {
    has: theatre.has,
    take,
    async map() {
      const since = cursor ?? (await tell({ theatre: theatre.number, opened: true }))
      return {
        ...{ cursor: since, theatre: theatre.number, rows: seatRows, columns: seatColumns },
        taken: Object.fromEntries(theatre.taken),
        buyersPerSecond: buyers.perSecond,
      }
    },
    setBuyers: perSecond => buyers.set(perSecond, buyersForMs),
    close() {
      ending.abort()
      buyers.stop()
    },
  }
}
